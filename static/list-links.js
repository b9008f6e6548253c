// A reading list as the fragment of a link, and back. Fragments are never sent to a server.
//
//   #list=1&name=To%20read&ids=a2017b,c2018d&read=1&note=0:text&sum=89abcdef
//
// `read` and `note` name papers by their place in `ids`. `sum` is a checksum of all before it: mail programs cut links.
(function () {
  "use strict";

  const list = window.dlcatalogList;
  if (!list) return;
  const VERSION = "1";
  const MOST_PAPERS = 2000;
  const MOST_LETTERS = 200000;
  const NAME_LENGTH = 200;
  const NOTE_LENGTH = 2000;
  const WORDS = {
    none: "This is no link to a reading list.",
    newer: "This link was made by another version of this site and cannot be read here.",
    cut: "This link is not whole: part of it was lost or changed on the way. Ask for it again, or for the list as a file.",
    long: "This link is too long: a list in a link has at most 2,000 papers.",
    empty: "The list in this link is empty.",
  };

  // FNV-1a, 32 bits.
  function checksum(text) {
    let sum = 0x811c9dc5;
    for (let n = 0; n < text.length; n += 1) sum = Math.imul(sum ^ text.charCodeAt(n), 0x01000193);
    return (sum >>> 0).toString(16).padStart(8, "0");
  }

  // Messengers end a link at some signs that encodeURIComponent leaves alone.
  function encode(text) {
    return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => "%" + sign.charCodeAt(0).toString(16).toUpperCase());
  }

  // Return the fragment without "#", or "" where the list is too long for one.
  function write(papers, name, personal) {
    const parts = ["list=" + VERSION];
    if (name) parts.push("name=" + encode(name));
    parts.push("ids=" + papers.map((paper) => paper.id).join(","));
    if (personal) {
      const read = papers.map((paper, place) => (paper.read ? place : -1)).filter((place) => place >= 0);
      if (read.length) parts.push("read=" + read.join(","));
      papers.forEach((paper, place) => {
        if (paper.note) parts.push("note=" + place + ":" + encode(wellFormed(paper.note.slice(0, NOTE_LENGTH))));
      });
    }
    const body = parts.join("&");
    return papers.length > MOST_PAPERS || body.length > MOST_LETTERS ? "" : body + "&sum=" + checksum(body);
  }

  // Half of a surrogate pair cannot be encoded.
  function wellFormed(text) {
    return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(^|[^\ud800-\udbff])[\udc00-\udfff]/g, "$1\ufffd");
  }

  function place(text, papers) {
    const number = /^(0|[1-9][0-9]{0,3})$/.test(text) ? Number(text) : -1;
    if (number < 0 || number >= papers.length) throw new RangeError(text);
    return papers[number];
  }

  const FIELDS = {
    name: (value, found) => {
      found.name = decodeURIComponent(value).slice(0, NAME_LENGTH);
    },
    ids: (value, found) => {
      const ids = value ? value.split(",") : [];
      if (found.papers.length || !ids.every(list.isId)) throw new TypeError(value);
      found.papers = Array.from(new Set(ids)).map((id) => ({ id: id, read: false, note: "" }));
    },
    read: (value, found) => value.split(",").forEach((number) => {
      place(number, found.papers).read = true;
    }),
    note: (value, found) => {
      const [number, words] = [value.slice(0, value.indexOf(":")), value.slice(value.indexOf(":") + 1)];
      place(number, found.papers).note = decodeURIComponent(words).slice(0, NOTE_LENGTH);
    },
  };

  function readFields(body) {
    const found = { name: "", papers: [], problem: "" };
    body.split("&").slice(1).forEach(function (part) {
      const [field, value] = [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)];
      if (!Object.prototype.hasOwnProperty.call(FIELDS, field)) throw new TypeError(field);
      FIELDS[field](value, found);
    });
    return found;
  }

  // Return {name, papers: [{id, read, note}], problem}; problem is "" or says in words why there is nothing.
  function read(link) {
    const fragment = String(link).trim().replace(/^[^#]*#/, "");
    const fault = (reason) => ({ name: "", papers: [], problem: WORDS[reason] });
    if (!/^list=/.test(fragment)) return fault("none");
    if (fragment.length > MOST_LETTERS + 100) return fault("long");
    if (!/^list=1(&|$)/.test(fragment)) return fault(/^list=[0-9]+(&|$)/.test(fragment) ? "newer" : "cut");
    const [, body, sum] = /^(.*)&sum=([0-9a-f]{8})$/.exec(fragment) || [];
    if (!body || checksum(body) !== sum) return fault("cut");
    try {
      const found = readFields(body);
      if (found.papers.length > MOST_PAPERS) return fault("long");
      return found.papers.length ? found : fault("empty");
    } catch (error) {
      return fault("cut");
    }
  }

  list.links = { read: read, write: write };
})();
