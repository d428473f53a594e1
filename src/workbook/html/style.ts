/** The style of the published page: readable without it, black on white, A3 landscape on paper. */
export const STYLE = `
body{margin:1rem;color:#000;background:#fff;font-family:"BIZ UDPGothic","Hiragino Sans","Yu Gothic",Meiryo,sans-serif;line-height:1.6}
h1,h2{font-size:1.3rem}h3,h2:not([id]){font-size:1.1rem;margin:1rem 0 .2rem}.erratum,td time{white-space:nowrap}.name{font-weight:normal}
dl div{display:flex;gap:1rem;margin:.2rem 0}dt{font-weight:bold;flex:0 0 14rem}dd{margin:0}
dd ul,td ul{margin:0;padding-left:1.2rem}
.legend{display:flex;flex-wrap:wrap;gap:1.5rem;list-style:none;padding:0}
.wide{overflow-x:auto}
table{border-collapse:collapse;min-width:70rem;width:100%}table:not(.errata){table-layout:fixed;min-width:80rem}
caption{text-align:left;font-weight:bold;padding:.3rem 0}
th,td{border:1px solid #333;padding:.4rem;overflow-wrap:anywhere;vertical-align:top;text-align:left}
thead th{background:#eee;text-align:center;vertical-align:middle}
tbody th{font-weight:normal}
td.n,td.r{text-align:center}
.draft{border:3px solid #000;padding:.5rem;font-size:1.2rem}
section+section{margin-top:3rem}
@media print{@page{size:A3 landscape;margin:10mm}body{margin:0;font-size:9pt;line-height:1.3}nav{display:none}h1,h2{margin:0 0 1mm}dl,.legend,.legend+*{margin:0 0 1mm}dl{columns:2}dl div{margin:0;break-inside:avoid}
.wide{overflow:visible;font-size:calc(var(--pt,9)*1pt)}table,table:not(.errata){min-width:0}th,td{padding:.15rem .25rem}caption{display:none}thead{display:table-header-group}tbody:not(.long){break-inside:avoid}tbody.starts{break-before:page}
section{break-before:page}section:first-of-type{break-before:auto}}
`;
