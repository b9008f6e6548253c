// A tolerant reader of BibTeX files, and what the catalogue may know their entries by. Nothing leaves the browser.
(function () {
  "use strict";

  const list = window.dlcatalogList;
  if (!list) return;
  const MOST_ENTRIES = 10000;
  const HEAD = /@[ \t\r\n]*([a-zA-Z]+)[ \t\r\n]*([{(])/g;
  // An entry that is never closed ends where the next one begins.
  const NEXT = "|\\n[ \\t]*@[a-zA-Z]+[ \\t]*[{(]";
  const IN_BRACES = new RegExp("[{}]" + NEXT, "g");
  const IN_QUOTES = new RegExp("[{}\"]" + NEXT, "g");
  const IN_PARENTHESES = new RegExp("[{})]" + NEXT, "g");
  const KEY = /[ \t\r\n]*([^,={}"]*)(?=[,})])/y;
  const FIELD = /[ \t\r\n,]*([^\s,={}"#()]+)[ \t\r\n]*=[ \t\r\n]*/y;
  const WORD = /[^\s,{}"#()=]+/y;
  const SPACE = /[ \t\r\n]*/y;
  const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

  class Broken extends Error {
    constructor(at) {
      super("broken");
      this.at = at;
    }
  }

  class Reader {
    constructor(text) {
      this.text = text;
      this.at = 0;
      this.names = new Map(MONTHS.map((name) => [name, name]));
    }

    match(pattern) {
      pattern.lastIndex = this.at;
      const found = pattern.exec(this.text);
      if (found) this.at = pattern.lastIndex;
      return found;
    }

    // Read on behind what closes a group that has just been opened, and return what stands inside.
    group(pattern, closing) {
      const start = this.at;
      let depth = 0;
      for (;;) {
        const from = this.at;
        const found = this.match(pattern);
        if (!found) throw new Broken(this.text.length);
        if (found[0].length > 1) throw new Broken(Math.max(from, found.index));
        if (found[0] === closing && depth === 0) return this.text.slice(start, found.index);
        if (found[0] === "{") depth += 1;
        if (found[0] === "}") depth -= 1;
        if (depth < 0) throw new Broken(this.at);
      }
    }

    piece() {
      const first = this.text[this.at];
      if (first === "{" || first === '"') {
        this.at += 1;
        return first === "{" ? this.group(IN_BRACES, "}") : this.group(IN_QUOTES, '"');
      }
      const word = this.match(WORD);
      if (!word) throw new Broken(this.at);
      const name = word[0].toLowerCase();
      return this.names.has(name) ? this.names.get(name) : word[0];
    }

    // Pieces joined by "#".
    value() {
      let whole = this.piece();
      for (;;) {
        this.match(SPACE);
        if (this.text[this.at] !== "#") return whole;
        this.at += 1;
        this.match(SPACE);
        whole = (whole + this.piece()).slice(0, 100000);
      }
    }

    fields(closing) {
      const fields = new Map();
      for (;;) {
        const field = this.match(FIELD);
        if (!field) break;
        const name = field[1].toLowerCase();
        const value = this.value();
        if (!fields.has(name)) fields.set(name, value);
      }
      this.match(/[ \t\r\n,]*/y);
      if (this.text[this.at] !== closing) throw new Broken(this.at);
      this.at += 1;
      return fields;
    }

    // What begins here: an entry, or null for what is none.
    item(type, closing) {
      if (type === "comment" || type === "preamble") {
        this.group(closing === "}" ? IN_BRACES : IN_PARENTHESES, closing);
        return null;
      }
      if (type === "string") {
        this.fields(closing).forEach((value, name) => this.names.set(name, value));
        return null;
      }
      const key = this.match(KEY);
      return { type: type, key: key ? key[1].trim() : "", fields: this.fields(closing) };
    }
  }

  // Return {entries: [{type, key, fields: Map}], broken: how many could not be read, more: whether there are too many}.
  function parse(text, most) {
    const reader = new Reader(text);
    const result = { entries: [], broken: 0, more: false };
    for (let head = reader.match(HEAD); head; head = reader.match(HEAD)) {
      if (result.entries.length + result.broken >= (most || MOST_ENTRIES)) return Object.assign(result, { more: true });
      try {
        const entry = reader.item(head[1].toLowerCase(), head[2] === "{" ? "}" : ")");
        if (entry) result.entries.push(entry);
      } catch (error) {
        if (!(error instanceof Broken)) throw error;
        result.broken += 1;
        reader.at = Math.max(error.at, head.index + 1);
      }
    }
    return result;
  }

  // TeX to words: what a title's letters are, not how it is set.

  const ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", u: "\u0306", ".": "\u0307", '"': "\u0308",
    r: "\u030a", H: "\u030b", v: "\u030c", d: "\u0323", c: "\u0327", k: "\u0328", b: "\u0331",
  };
  const LETTERS = {
    ss: "ß", o: "ø", O: "Ø", l: "ł", L: "Ł", ae: "æ", AE: "Æ", oe: "œ", OE: "Œ", aa: "å", AA: "Å", i: "ı", j: "ȷ", dh: "ð",
    DH: "Ð", th: "þ", TH: "Þ", dj: "đ", DJ: "Đ", varepsilon: "ε", varphi: "φ", textendash: "–", textemdash: "—", ell: "ℓ", infty: "∞",
  };
  const GREEK = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigmaf sigma tau upsilon phi chi psi omega";
  GREEK.split(" ").forEach((name, n) => {
    LETTERS[name] = String.fromCharCode(0x3b1 + n);
    LETTERS[name[0].toUpperCase() + name.slice(1)] = String.fromCharCode(0x391 + n);
  });

  function accent(_, mark, braced, dotless, bare) {
    return (braced || dotless || bare || "").replace("\\", "") + ACCENTS[mark];
  }

  function words(tex) {
    return tex.slice(0, 5000)
      .replace(/\\(["'`^~=.]|[uvHcdkbr](?=[ {\\]))[ \t]*(?:\{(\\?[a-zA-Z]?)\}|\\([ij])(?![a-zA-Z])[ \t]*|([a-zA-Z]))?/g, accent)
      .replace(/\\([a-zA-Z]+)[ \t]*/g, (_, name) => (Object.prototype.hasOwnProperty.call(LETTERS, name) ? LETTERS[name] : ""))
      .replace(/\\(.)/g, "$1")
      .replace(/---?/g, "–")
      .replace(/[{}$]/g, "")
      .replace(/[~\s]+/g, " ")
      .trim()
      .normalize("NFC");
  }

  // The same as title_key in src/dlcatalog/plan/shards.py, with the table of src/dlcatalog/text.py.
  const SPELLED_OUT = {
    "ß": "ss", "ẞ": "SS", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th",
    "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ħ": "h", "Ħ": "H", "ŧ": "t", "Ŧ": "T", "ŋ": "ng", "Ŋ": "NG", "ı": "i", "ĸ": "k",
    "ə": "e", "Ə": "E", "ƒ": "f", "ɓ": "b", "ɗ": "d", "ʹ": "'", "ʻ": "'", "ʼ": "'", "ʽ": "'", "ʾ": "'", "ʿ": "'", "ˈ": "'",
  };
  const SPELLED = new RegExp("[" + Object.keys(SPELLED_OUT).join("") + "]", "g");
  const NOT_IN_KEY = /[\x00-/:-@[-`{-\u00bf\u0300-\u036f\u2000-\u20cf\u2190-\u2bff\u3000-\u303f\ufe00-\ufe0f]+/g;

  function titleKey(title) {
    const spelled = title.replace(SPELLED, (letter) => SPELLED_OUT[letter]).normalize("NFKD");
    return spelled.toLowerCase().replace(/ς/g, "σ").replace(NOT_IN_KEY, "");
  }

  const ARXIV = "([0-9]{4}\\.[0-9]{4,5}|[a-z-]+(?:\\.[a-z]{2})?/[0-9]{7})(?:v[0-9]+)?";
  const BARE_ARXIV = new RegExp("^(?:arxiv:)?" + ARXIV + "$", "i");
  const ARXIV_IN_TEXT = new RegExp("(?:arxiv[:. ]\\s*|arxiv\\.org/(?:abs|pdf)/)" + ARXIV, "i");
  const DOI = /10\.[0-9]{4,9}(?:\.[0-9]+)*\/[^\s"{}]+/i;

  function doiOf(field) {
    const found = DOI.exec(field("doi")) || DOI.exec(/doi\.org/i.test(field("url")) ? field("url") : "");
    return found ? found[0].replace(/\\([_%&#])/g, "$1").replace(/[.,;]+$/, "").toLowerCase() : "";
  }

  function arxivOf(field, doi) {
    const prefix = (field("archiveprefix") || field("eprinttype")).toLowerCase();
    const eprint = prefix && prefix !== "arxiv" ? null : BARE_ARXIV.exec(field("eprint").trim());
    const texts = [field("url"), field("journal"), field("note"), field("howpublished"), field("volume"), doi];
    const found = eprint || ARXIV_IN_TEXT.exec(texts.join(" "));
    return found ? found[1].toLowerCase() : "";
  }

  // What an entry says of itself: {title, year, keys: ["doi:…", "arxiv:…", "title:…"]}, the surest key first.
  function identify(entry) {
    const field = (name) => (entry.fields.get(name) || "").slice(0, 5000);
    const title = words(field("title"));
    const doi = doiOf(field);
    const arxiv = arxivOf(field, doi);
    const known = titleKey(title);
    const keys = [doi && "doi:" + doi, arxiv && "arxiv:" + arxiv, known && "title:" + known].filter(Boolean);
    const year = /[0-9]{4}/.exec(field("year") || field("date"));
    return { key: entry.key, title: title || entry.key, year: year ? Number(year[0]) : 0, keys: keys };
  }

  // What a key is known by inside its shard.
  function markOf(key) {
    const hex = (number) => number.toString(16).padStart(8, "0");
    return hex(list.crc32(key)) + hex(list.crc32(Array.from(key).reverse().join(""))).slice(0, 5);
  }

  // [{id, year}] of the papers that a key such as "doi:10.1/x" names; year is 0 except for titles.
  async function find(key) {
    const found = await list.row("find", key, markOf(key));
    return (found || "").split(" ").filter(Boolean).map((value) => {
      const [id, year] = value.split("/");
      return { id: id, year: Number(year || 0) };
    });
  }

  list.bib = { parse, find, identify, words, titleKey, most: MOST_ENTRIES };
})();
