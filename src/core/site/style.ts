/** The style of the pages: black on white, one column on a phone, tables that scroll by themselves; an organisation's own comes below it. */
import { DEFAULT_COLOUR, type Theme } from './theme.js';

export const styleOf = ({ colour, css }: Theme): string => `:root{--main:${colour ?? DEFAULT_COLOUR}}
*{box-sizing:border-box}
body{margin:0;color:#111;background:#fff;font-family:"BIZ UDPGothic","Hiragino Sans","Yu Gothic",Meiryo,sans-serif;line-height:1.7;overflow-wrap:anywhere}
header{background:var(--main);color:#fff;padding:.6rem 1rem}
header .site{margin:0;font-size:1.1rem;font-weight:bold}
header a{color:#fff}header span[lang]{font-weight:normal;font-size:.85rem}
.logo{vertical-align:middle;background:#fff;padding:2px}
.ways{border-bottom:1px solid #555}.ways ul{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;list-style:none;margin:0;padding:.5rem 1rem}
.ways [aria-current]{font-weight:bold;text-decoration-thickness:3px}
.trail ol{display:flex;flex-wrap:wrap;list-style:none;margin:0;padding:.4rem 1rem;font-size:.9rem}
.trail li+li::before{content:"›";padding:0 .5rem}
main{max-width:80rem;margin:0 auto;padding:0 1rem 2rem}
a{color:var(--main)}
h1{font-size:1.5rem;line-height:1.4}h2{font-size:1.2rem;margin:2rem 0 .5rem;border-left:6px solid var(--main);padding-left:.6rem}h3{font-size:1.05rem}
h1 span[lang],h2 span[lang]{font-weight:normal;font-size:.8em}
.skip{position:absolute;left:-999rem}.skip:focus{left:1rem;top:.5rem;background:#fff;padding:.5rem;z-index:1}
:focus-visible{outline:3px solid #111;outline-offset:2px;box-shadow:0 0 0 6px #fff}
.wide{overflow-x:auto;margin:.5rem 0}
table{border-collapse:collapse;width:100%}
caption{text-align:left;font-weight:bold;padding:.3rem 0}
th,td{border:1px solid #555;padding:.35rem .5rem;vertical-align:top;text-align:left;min-width:4.5rem}.wide th,.wide td{overflow-wrap:break-word}
thead th{background:#eee}tbody th{font-weight:normal}
.n{text-align:right;min-width:3rem}.r,time{white-space:nowrap}
dl{margin:.5rem 0}dl div{display:flex;flex-wrap:wrap;gap:.2rem 1rem;padding:.35rem 0;border-bottom:1px solid #bbb}
dt{font-weight:bold;flex:0 0 13rem}dd{margin:0;flex:1 1 16rem}dd ul{margin:0;padding-left:1.2rem}
.counts{display:flex;flex-wrap:wrap;gap:.6rem}.counts div{display:block;border:1px solid #555;padding:.4rem .8rem}.counts dd{font-size:1.4rem;font-weight:bold}
.beside{display:flex;flex-wrap:wrap;gap:1rem;align-items:flex-start}.beside>*{flex:1 1 20rem;min-width:0}
figure{margin:.5rem 0;max-width:32rem}svg{max-width:100%;height:auto}
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1.5rem;list-style:none;padding:0}
.parts ul{display:flex;flex-wrap:wrap;gap:.3rem 1rem;list-style:none;padding:0}
footer{border-top:1px solid #555;padding:.5rem 1rem;font-size:.9rem}
.printed table:not(.errata){min-width:80rem;table-layout:fixed}.printed tbody td.n,.printed tbody td.r{text-align:center}
.printed th,.printed td{min-width:0}.printed .r{white-space:normal}
@media (max-width:40rem){dt{flex-basis:100%}h1{font-size:1.25rem}}
@media print{.ways,.trail,.skip,.onward{display:none}header{background:#fff;color:#000;padding:0}header a{color:#000;text-decoration:none}a{color:#000}
body{font-size:9pt}main{max-width:none;padding:0}.wide{overflow:visible}.printed table:not(.errata){min-width:0}.printed{line-height:1.3}.printed .wide{font-size:calc(var(--pt,9)*1pt)}.printed th,.printed td{padding:.15rem .25rem}.printed tbody:not(.long){break-inside:avoid}.printed tbody.starts{break-before:page}.printed tr{break-inside:auto}.printed dl{columns:2;margin:0}.printed dl div{display:flex;break-inside:avoid;border:0;padding:0}thead{display:table-header-group}tr,figure{break-inside:avoid}
@page{size:A4;margin:10mm}@page sheet{size:A3 landscape;margin:10mm}.is-sheet{page:sheet}}
${css}`;
