/**
 * The official form in Typst's language. Always the same text, so that what people wrote is nowhere read as markup: their
 * texts come as JSON, in `sys.inputs`. Another text each time has made the compiler end its process.
 */
export const TEMPLATE = `
#let d = json(bytes(sys.inputs.data))
#let pt = v => v * 1pt
#set document(title: d.title, keywords: d.keywords, date: auto)
#set text(font: "BIZ UDPGothic", lang: "ja", region: "jp", fallback: false, cjk-latin-spacing: none)
#set par(leading: 0.42em, spacing: 0.6em)
#show heading: set block(above: 0pt, below: 0pt)
// a heading of the second level is larger than its surroundings by itself
#show heading.where(level: 2): set text(size: 1em / 1.2, weight: "regular")
#show heading.where(level: 1): set text(size: 1em / 1.4)

// A line may end between the pieces of a text, and after each of its lines.
#let flow(one) = one.lines.map(line => line.map(text).join(box(width: 0pt))).join(linebreak())
#let shade = luma(237)
#let thin = 0.5pt + black

#let cell(c, block, whole) = {
  let size = if c.look == "rating" { 1.3em } else { 1em }
  // what is cut by the end of a page begins where it is looked for
  let centred = center + (if whole or c.look == "heading" { horizon } else { top })
  let shown = text(size: size, flow(c))
  if c.look == "goal" and block.no != "" {
    shown = { show heading: it => flow(c); heading(level: 2, numbering: (..n) => block.no, block.bookmark) }
  }
  table.cell(
    rowspan: c.rows, colspan: c.columns, breakable: not whole,
    align: if c.look in ("text", "goal") { left + top } else { centred },
    fill: if c.look == "heading" { shade }, shown,
  )
}

#let head(t) = table.header(repeat: true, ..t.headings.map(c => cell(c, none, true)))
#let laid(t, room, used) = {
  let columns = t.widths.map(pt)
  let block-cells(b, whole) = b.cells.map(c => cell(c, b, whole))
  let height(..parts) = measure(table(columns: columns, inset: 3pt, stroke: thin, ..parts)).height
  let left = room - height(head(t))
  table(columns: columns, inset: 3pt, stroke: thin, head(t), ..t.blocks.enumerate().map(((i, b)) => {
    block-cells(b, height(..block-cells(b, true)) < left - if i == 0 { used } else { 0pt })
  }).flatten())
}

#let pairs(t, tall) = block(height: tall, grid(
  columns: (pt(t.at(0).at(0).width), pt(t.at(0).at(1).width)), inset: 3pt, stroke: thin,
  rows: if tall == auto { auto } else { (auto,) * (t.len() - 1) + (1fr,) },
  ..t.map(((label, value)) => (
    grid.cell(fill: shade, align: center + horizon, flow(label)), grid.cell(align: left + horizon, flow(value)),
  )).flatten(),
))

#let title(level, bookmark, size, shown) = {
  show heading: it => block(width: 100%, below: 6pt, align(center, text(size: size, weight: "bold", shown)))
  heading(level: level, bookmark)
}

#let above(s) = {
  title(1, s.bookmark, 1.7em, flow(s.title))
  let (left, middle, right) = s.header
  let tall = calc.max(..s.header.map(t => measure(pairs(t, auto)).height))
  let width(t) = pt(t.at(0).at(0).width + t.at(0).at(1).width)
  grid(columns: (width(left), width(middle), 1fr), align: (start, start, end),
    pairs(left, tall), pairs(middle, tall), pairs(right, auto))
  v(4pt)
  s.above.map(flow).join(parbreak())
  v(4pt)
}

#let whole(s, size, room) = {
  set text(size: pt(size))
  let over = above(s)
  over
  laid(s.table, room, measure(block(width: pt(s.title.width), over)).height)
  if s.below.len() > 0 { v(4pt); s.below.map(flow).join(parbreak()) }
}

#let fitting(s, room) = {
  let width = pt(s.title.width)
  let size = d.sizes.find(z => measure(block(width: width, whole(s, z, room))).height <= room)
  whole(s, if size == none { d.sizes.first() } else { size }, room)
}

#for s in d.sheets {
  let small = 9pt
  page(
    paper: d.paper, flipped: true, margin: (x: 1cm, y: 1.5cm),
    header: if s.mark != "" { align(center, text(size: 16pt, weight: "bold", s.mark)) },
    header-ascent: 0.3cm,
    footer: text(size: small, grid(columns: (1fr, 1fr, 1fr), s.place,
      align(center, context counter(page).display("1 / 1", both: true)), [])),
    footer-descent: 0.3cm,
    context {
      let room = pt(d.height)
      fitting(s, room)
      if s.errata != none {
        pagebreak()
        set text(size: pt(d.sizes.first()))
        title(2, s.errata.title, 1.4em, s.errata.title)
        laid(s.errata.table, room, 40pt)
      }
    },
  )
}
`;
