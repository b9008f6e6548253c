// The reading list as BibTeX, RIS, CSL-JSON and Markdown. The first three are the papers' own citation files, joined.
(function () {
  "use strict";

  const list = window.dlcatalogList;
  if (!list) return;
  // What Markdown would obey inside a line.
  const MEANS_SOMETHING = /[\\`*_[\]<>&|~$]/g;

  function escape(text) {
    const line = text.replace(/\s+/g, " ").trim().replace(MEANS_SOMETHING, "\\$&");
    // At the start of a line these would begin a list or a heading.
    return line.replace(/^([#+=:-])/, "\\$1").replace(/^([0-9]+)([.)])/, "$1\\$2");
  }

  // The address that others can follow: of the published site where this copy was opened from a file.
  function addressOf(id) {
    const canonical = document.querySelector('link[rel="canonical"]');
    const home = canonical ? new URL("../", canonical.href) : list.root;
    return home.protocol === "file:" ? list.href(id) : new URL("papers/" + id + "/", home).href;
  }

  function noteLines(note) {
    return note.trim().split(/\r\n|\r|\n/).map((line) => (line.trim() ? "  " + escape(line) : "")).join("\n");
  }

  function markdownOf(paper) {
    const card = paper.card;
    const authors = card.authors.join(", ") + (card.more ? " et al." : card.authors.length ? "." : "");
    const where = [card.venue ? "*" + escape(card.venue) + "*" : "", card.year || ""].filter(Boolean).join(", ");
    const title = "[" + escape(card.title) + "](" + addressOf(paper.id) + ")";
    const line = [escape(authors), '"' + title + '".', where ? where + "." : "", card.status ? escape(card.status[0].toUpperCase() + card.status.slice(1)) + "." : ""].filter(Boolean).join(" ");
    return "- [" + (paper.read ? "x" : " ") + "] " + line + (paper.note.trim() ? "\n\n" + noteLines(paper.note) : "");
  }

  function markdown(papers, name) {
    const heading = "# " + (escape(name).replace(/^\\(?=[#+=:-])/, "") || "Reading list");
    return heading + "\n\n" + papers.map(markdownOf).join("\n") + "\n";
  }

  const JOINED = {
    bibtex: (parts) => parts.join("\n"),
    ris: (parts) => parts.join("\n"),
    // Each file is a list of one item; their layout is kept.
    csl: (parts) => "[\n" + parts.map((part) => part.trim().replace(/^\[\s*/, "").replace(/\s*\]$/, "")).join(",\n") + "\n]\n",
  };
  const FORMATS = {
    bibtex: { label: "BibTeX", ending: "bib", type: "application/x-bibtex" },
    ris: { label: "RIS", ending: "ris", type: "application/x-research-info-systems" },
    csl: { label: "CSL-JSON", ending: "json", type: "application/vnd.citationstyles.csl+json" },
    markdown: { label: "Markdown", ending: "md", type: "text/markdown" },
  };

  // Return {text, missing}: missing are the papers that the catalogue no longer has. Fails where data does not load.
  async function write(format, papers, name) {
    if (format === "markdown") return { text: markdown(papers, name), missing: [] };
    const cites = await Promise.all(papers.map((paper) => list.row("cites", paper.id, paper.id)));
    const missing = papers.filter((paper, n) => !cites[n]);
    return { text: JOINED[format](cites.filter(Boolean).map((cite) => cite[format])), missing: missing };
  }

  // A file for the reader, made here: works without a server too.
  function save(format, text) {
    const { ending, type } = FORMATS[format];
    const address = URL.createObjectURL(new Blob([text], { type: type + ";charset=utf-8" }));
    const link = list.make("a", { href: address, download: "reading-list." + ending });
    document.body.append(link);
    link.click();
    link.remove();
    window.setTimeout(() => URL.revokeObjectURL(address), 10000);
  }

  list.exports = { formats: FORMATS, write: write, save: save };
})();
