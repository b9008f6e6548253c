// The search engine: finds papers in the shards below search-index/, in any page, from a server or from a file.
// docs/search-index.md describes the format. The Python twin is src/dlcatalog/search/; both give the same scores.
var dlcatalogSearch = (function () {
  "use strict";

  // Where a word stands; a phrase may also stand in the summary.
  const TITLE = 1, ALIAS = 2, AUTHOR = 4, CONTEXT = 8, SUMMARY = 16, SHORT = 16, HEAD = 32, FIRST = 64;
  const MASKS = 128;
  const KEY_TITLE = 1, KEY_ALIAS = 2, KEY_IDENTIFIER = 4;
  const WEIGHTS = [[HEAD, 11], [TITLE, 10], [ALIAS, 10], [FIRST, 9], [AUTHOR, 7], [CONTEXT, 5]];
  const SUMMARY_WEIGHT = 3;
  const PLACES = [[TITLE, "title"], [ALIAS, "alias"], [AUTHOR, "authors"], [CONTEXT, "context"], [SUMMARY, "summary"]];
  const EXACT = 8, VARIANT = 7, PREFIX = 6, BEGINNING = 5, SLIP = 4, SLIPS = 2;
  const BONUS = [[KEY_IDENTIFIER, 4000000], [KEY_TITLE, 2000000], [KEY_ALIAS, 1000000]];
  const LEAST_BONUS = 1000000;
  const ENOUGH = 10, HEAVY = 64, ENOUGH_RARER = 3;
  const MOST_CHARACTERS = 1000, MOST_ITEMS = 24, MOST_SLIPS = 16, MOST_IDENTIFIERS = 4;
  const PATIENCE = 20000;
  const FIELDS = ["year", "area", "topic", "venue", "kind", "author", "has", "in", "status", "cited", "added", "title"];
  const FACETS = ["area", "topic", "venue", "kind", "has", "in"];
  const LABELS = ["http", "https", "arxiv", "doi", "openreview", "acl", "dblp", "openalex", "pmid", "pubmed", "isbn"];
  const STATUSES = ["published", "withdrawn", "retracted"];

  // --- Words: the twin of text.py and search/words.py ---

  const SPELLED = {
    "ß": "ss", "ẞ": "SS", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th",
    "Þ": "Th", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ħ": "h", "Ħ": "H", "ŧ": "t", "Ŧ": "T", "ŋ": "ng",
    "Ŋ": "NG", "ı": "i", "ĸ": "k", "ə": "e", "Ə": "E", "ƒ": "f", "ɓ": "b", "ɗ": "d",
    "ʹ": "'", "ʻ": "'", "ʼ": "'", "ʽ": "'", "ʾ": "'", "ʿ": "'", "ˈ": "'"
  };
  // Made from text, for browsers that do not know these classes refuse the whole file otherwise.
  const LETTER = "[\\p{L}\\p{N}]";
  const WORD = LETTER + "+(?:[+#]{1,2}(?!" + LETTER + "))?";
  const RE_CHUNK = new RegExp(WORD + "(?:[-‐‑‒–'’._/&]" + WORD + ")*", "gu");
  const RE_WORD = new RegExp(WORD, "gu");
  const RE_NOT_WORD = new RegExp("[^\\p{L}\\p{N}]+", "gu");
  const RE_PLAIN = /^[a-z0-9]+$/;
  const RE_DIGITS = new RegExp("^\\p{Nd}+$", "u");
  const RE_UNSPACED = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]+/gu;
  const RE_BLANK = /[\x00-\x20\x7f-\xa0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff]+/g;
  const GREEK = {};
  ("alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon" +
    " phi chi psi omega").split(" ").forEach(function (name, place) { GREEK["αβγδεζηθικλμνξοπρστυφχψω"[place]] = name; });
  const LONGEST_WORD = 48, LONGEST_JOINED = 40, MOST_JOINED = 4;

  const combining = new Map();

  // A sign combines if it changes places with another that does.
  function isCombining(sign) {
    let known = combining.get(sign);
    if (known === undefined) {
      known = (sign + "\u0334").normalize("NFD") !== sign + "\u0334" || ("\u0300" + sign).normalize("NFD") !== "\u0300" + sign;
      combining.set(sign, known);
    }
    return known;
  }

  function spellOut(text) {
    let out = "";
    for (const sign of text) out += Object.prototype.hasOwnProperty.call(SPELLED, sign) ? SPELLED[sign] : sign;
    return out;
  }

  function stripMarks(text) {
    if (/^[\x00-\x7f]*$/.test(text)) return text;
    let out = "";
    for (const sign of spellOut(text).normalize("NFKD")) if (sign < "\u0300" || !isCombining(sign)) out += sign;
    return spellOut(out);
  }

  function caseFold(text) {
    return text.toLowerCase().replace(/ς/g, "σ")
      .replace(/[\u13f8-\u13fd\uab70-\uabbf]/g, function (c) { return c.toUpperCase(); })
      .replace(/[\u1c80-\u1c88]/g, function (c) { return c.toUpperCase().toLowerCase(); });
  }

  function comparable(text) {
    return caseFold(stripMarks(text));
  }

  function fold(text) {
    return comparable(text).replace(RE_NOT_WORD, " ").trim();
  }

  function signs(text) {
    return Array.from(text);
  }

  function cut(text, length) {
    return text.length <= length ? text : signs(text).slice(0, length).join("");
  }

  // Spell lone Greek letters out; cut scripts without spaces into pairs of signs.
  function splitWord(word) {
    if (/^[\x00-\x7f]*$/.test(word)) return [word];
    if (GREEK[word]) return [GREEK[word]];
    const parts = [];
    let end = 0, run;
    RE_UNSPACED.lastIndex = 0;
    while ((run = RE_UNSPACED.exec(word))) {
      if (run.index > end) parts.push(word.slice(end, run.index));
      const all = signs(run[0]);
      for (let i = 0; i < Math.max(1, all.length - 1); i++) parts.push(all.slice(i, i + 2).join(""));
      end = run.index + run[0].length;
    }
    if (end < word.length) parts.push(word.slice(end));
    return parts;
  }

  function withoutMarks(text) {
    return text.replace(/[+#]+$/, "");
  }

  function chunkOf(text) {
    if (RE_PLAIN.test(text)) return { words: [cut(text, LONGEST_WORD)], joined: "", marked: "" };
    const words = [];
    (text.match(RE_WORD) || []).forEach(function (raw) {
      splitWord(withoutMarks(raw)).forEach(function (word) { words.push(cut(word, LONGEST_WORD)); });
    });
    const bare = withoutMarks(text), marks = text.slice(bare.length);
    if (words.length === 1) {
      return { words: words, joined: "", marked: marks && signs(text).length <= LONGEST_WORD ? text : "" };
    }
    const joined = words.join("");
    RE_UNSPACED.lastIndex = 0;
    const meaning = words.length <= MOST_JOINED && signs(joined).length <= LONGEST_JOINED && !RE_DIGITS.test(joined) &&
      !RE_UNSPACED.test(text);
    return { words: words, joined: meaning ? joined : "", marked: marks && meaning ? joined + marks : "" };
  }

  function chunks(text) {
    return (comparable(text).match(RE_CHUNK) || []).map(chunkOf);
  }

  function sequenceOf(text) {
    const words = [];
    chunks(text).forEach(function (chunk) { chunk.words.forEach(function (word) { words.push(word); }); });
    return words;
  }

  // The words of a shown text with their places, for marking: {folded, start, end}.
  function wordsWithPlaces(text) {
    const found = [];
    const re = new RegExp("[\\p{L}\\p{N}\\p{M}]+(?:[+#]{1,2}(?![\\p{L}\\p{N}]))?", "gu");
    let match;
    while ((match = re.exec(text))) {
      found.push({ folded: comparable(match[0]), start: match.index, end: match.index + match[0].length });
    }
    return found;
  }

  const VARIANTS = [
    [/is(e|ed|es|er|ing|ation|ations|able)$/, "iz$1"],
    [/iz(e|ed|es|er|ing|ation|ations|able)$/, "is$1"],
    [/(.{2})our(|s|ed|ing|al)$/, "$1or$2"],
    [/(.{2})or(|s|ed|ing|al)$/, "$1our$2"],
    [/(.)ll(ed|ing|er|ers)$/, "$1l$2"],
    [/([^l])l(ed|ing|er|ers)$/, "$1ll$2"],
    [/(.{2})ies$/, "$1y"],
    [/(.{2})y$/, "$1ies"],
    [/(.{2}[^s])s$/, "$1"],
    [/(.{2}[^s])$/, "$1s"]
  ];

  function variants(word) {
    const found = [];
    if (!/^[a-z]{4,}$/.test(word)) return found;
    VARIANTS.forEach(function (rule) {
      if (!rule[0].test(word)) return;
      const form = word.replace(rule[0], rule[1]);
      if (form !== word && found.indexOf(form) < 0) found.push(form);
    });
    return found;
  }

  const PREFIXES = [
    "https://", "http://", "www.", "dx.doi.org/", "doi.org/", "arxiv.org/abs/", "arxiv.org/pdf/",
    "openreview.net/forum?id=", "openreview.net/pdf?id=", "aclanthology.org/", "aclweb.org/anthology/", "dblp.org/rec/",
    "openalex.org/", "semanticscholar.org/paper/", "api.semanticscholar.org/", "pubmed.ncbi.nlm.nih.gov/", "arxiv:", "doi:",
    "openreview:", "acl:", "dblp:", "openalex:", "pmid:", "pubmed:", "isbn:"
  ];

  function identifierKey(text) {
    let bare = comparable(text.replace(RE_BLANK, " ").trim());
    PREFIXES.forEach(function (prefix) { if (bare.startsWith(prefix)) bare = bare.slice(prefix.length); });
    bare = bare.split("#")[0].replace(/[/.,;)]+$/, "");
    if (bare.endsWith(".pdf")) bare = bare.slice(0, -4);
    const version = /^(.*[0-9])v[0-9]+$/.exec(bare);
    if (version && /^[0-9]{7,}$/.test(version[1].replace(".", "").replace(/^.*\//, ""))) return version[1];
    return bare;
  }

  // --- Numbers in text, hashes, distances: the twin of search/codec.py and search/layout.py ---

  const BASE = 0x3400;
  let cursor = 0;

  function number(text) {
    const code = text.charCodeAt(cursor++);
    if (code < 93) {
      if (code !== 33) return code - 35;
      const high = number(text);
      return high * 32768 + text.charCodeAt(cursor++) - BASE;
    }
    if (code < 127) return code - 36;
    if (code < 0x800) return code - 70;
    return code - BASE + 1978;
  }

  const CRC = new Int32Array(256).map(function (_, n) {
    for (let k = 0; k < 8; k++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
    return n;
  });

  function crc32(bytes) {
    let crc = -1;
    for (let i = 0; i < bytes.length; i++) crc = (crc >>> 8) ^ CRC[(crc ^ bytes[i]) & 255];
    return (crc ^ -1) >>> 0;
  }

  function utf8(text) {
    return new TextEncoder().encode(text);
  }

  function hex(part, digits) {
    return ("00000000" + part.toString(16)).slice(-digits);
  }

  // sixteenths of the logarithm to base 2
  const STEPS = [0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 15];

  function log16(value) {
    let whole = 0;
    for (let rest = value; rest > 1; rest = Math.floor(rest / 2)) whole++;
    const scaled = whole >= 4 ? Math.floor(value / Math.pow(2, whole - 4)) : value * Math.pow(2, 4 - whole);
    return whole * 16 + STEPS[scaled - 16];
  }

  // The number of slips between two words (letter left out, added, changed, two swapped), or 3 where there are more than 2.
  function distance(one, other) {
    const a = signs(one), b = signs(other);
    if (Math.abs(a.length - b.length) > 2) return 3;
    let before = [], last = [], row = [];
    for (let j = 0; j <= b.length; j++) last.push(j);
    for (let i = 1; i <= a.length; i++) {
      row = [i];
      for (let j = 1; j <= b.length; j++) {
        const same = a[i - 1] === b[j - 1];
        let best = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, before[j - 2] + 1);
        row.push(best);
      }
      before = last;
      last = row;
    }
    return Math.min(3, last[b.length]);
  }

  // --- Shards: loaded as scripts, each once ---

  const arrived = new Map();

  window.dlcatalogShard = function (name, content) {
    arrived.set(name, content);
  };

  function loadScript(address) {
    return new Promise(function (resolve) {
      const script = document.createElement("script");
      const timer = setTimeout(end, PATIENCE, false);
      function end(loaded) {
        clearTimeout(timer);
        script.remove();
        resolve(loaded);
      }
      script.onload = function () { end(true); };
      script.onerror = function () { end(false); };
      script.src = address;
      document.head.appendChild(script);
    });
  }

  // A shard of posting lists: key -> its place in the text of all lists.
  function ListShard(family, content) {
    this.lists = content[1];
    this.keys = [];
    this.places = new Map();
    if (family === "k" || family === "b") {
      for (let i = 0; i < content[0].length; i += 2) this.keys.push(content[0].slice(i, i + 2));
    } else {
      this.keys = frontCoded(content[0]);
    }
    let place = 0;
    for (let i = 0; i < this.keys.length; i++) {
      this.places.set(this.keys[i], place);
      cursor = place;
      const head = number(this.lists);
      if (head < 2) number(this.lists);
      else cursor += head - 1;
      place = cursor;
    }
  }

  function frontCoded(text) {
    const words = text.split(" ");
    let last = "";
    words.pop();
    return words.map(function (part) {
      cursor = 0;
      const shared = number(part);
      last = last.slice(0, shared) + part.slice(cursor);
      return last;
    });
  }

  // {docs, masks, count}; docs ascend within each mask
  function postingsOf(text) {
    const docs = [], masks = [];
    cursor = 0;
    while (cursor < text.length) {
      const head = number(text);
      const mask = head % MASKS;
      let doc = number(text);
      docs.push(doc);
      masks.push(mask);
      for (let n = (head - mask) / MASKS; n > 0; n--) {
        doc += number(text);
        docs.push(doc);
        masks.push(mask);
      }
    }
    return { docs: docs, masks: masks, count: docs.length, common: false };
  }

  const NOTHING = { docs: [], masks: [], count: 0, common: false };

  function Engine(root) {
    this.root = root;
    this.parsed = new Map();
    this.loading = new Map();
    this.failed = new Set();
    this.lists = new Map();
    this.meta = null;
  }

  // The content of a shard, or null where it cannot be loaded; `lost` collects the names of those.
  Engine.prototype.shard = function (name, lost) {
    const engine = this;
    let waiting = engine.loading.get(name);
    if (!waiting) {
      waiting = loadScript(engine.root + "search-index/" + name + ".js").then(function () {
        if (arrived.has(name)) return arrived.get(name);
        engine.loading.delete(name);
        return null;
      });
      engine.loading.set(name, waiting);
    }
    return waiting.then(function (content) {
      if (content === null) lost.add(name);
      return content;
    });
  };

  Engine.prototype.open = async function (lost) {
    if (!this.meta) {
      const meta = await this.shard("index", lost);
      if (meta) {
        this.meta = meta;
        this.span = Math.pow(2, meta.bits);
        this.all = log16(Math.max(1, meta.papers));
      }
    }
    return this.meta;
  };

  Engine.prototype.listShard = async function (family, name, lost) {
    let shard = this.parsed.get(name);
    if (!shard) {
      const content = await this.shard(name, lost);
      if (!content) return null;
      shard = this.parsed.get(name);
      if (!shard) {
        shard = new ListShard(family, content);
        this.parsed.set(name, shard);
      }
    }
    return shard;
  };

  Engine.prototype.part = function (family, hash) {
    const level = this.meta.levels[family === "n" ? "t" : family];
    return family + "/" + hex(hash % Math.pow(2, level), Math.max(1, Math.ceil(level / 4)));
  };

  Engine.prototype.stem = function (family, word) {
    return cut(word, this.meta.stems[family]);
  };

  Engine.prototype.wordShard = function (family, word) {
    return this.part(family, crc32(utf8(this.stem(family, word))));
  };

  // The posting list of a key as it stands in its shard.
  Engine.prototype.list = async function (family, name, key, lost) {
    const full = name + " " + key;
    if (this.lists.has(full)) return this.lists.get(full);
    const shard = await this.listShard(family, name, lost);
    if (!shard || !shard.places.has(key)) return NOTHING;
    cursor = shard.places.get(key);
    const head = number(shard.lists);
    let found;
    if (head > 1) {
      found = postingsOf(shard.lists.slice(cursor, cursor + head - 1));
    } else {
      const count = number(shard.lists);
      if (head === 1) {
        found = { docs: [], masks: [], count: count, common: true };
      } else {
        const long = family + ":" + key;
        const content = await this.shard("l/" + hex(crc32(utf8(long)), 8), lost);
        if (!content || content[long] === undefined) return NOTHING;
        found = postingsOf(content[long]);
      }
    }
    this.lists.set(full, found);
    return found;
  };

  Engine.prototype.word = function (family, word, lost) {
    return this.list(family, this.wordShard(family, word), word, lost);
  };

  Engine.prototype.hashed = function (family, text, lost) {
    const bytes = utf8(text);
    const one = crc32(bytes), other = crc32(bytes.reverse());
    const key = String.fromCharCode(BASE + (one >>> 17), BASE + (other & 0x7fff));
    return this.list(family, this.part(family, one), key, lost);
  };

  Engine.prototype.facet = function (facet, lost) {
    return this.list("f", this.facetShard(facet.split(":")[0]), facet, lost);
  };

  Engine.prototype.facetShard = function (field) {
    return this.meta.small ? "f/all" : "f/" + field;
  };

  // --- Queries: the twin of catalog/query.py and search/query.py ---

  function nearest(word, known) {
    const folded = fold(word).replace(/ /g, "");
    const sorted = known.slice().sort();
    for (const each of sorted) if (fold(each).replace(/ /g, "") === folded) return each;
    const allowed = Math.max(1, Math.floor((Math.min(signs(word).length, 24) + 2) / 3));
    let best = "", least = 3;
    for (const each of sorted) {
      const far = distance(word.toLowerCase(), each.toLowerCase());
      if (far <= Math.min(allowed, 2) && far < least) {
        best = each;
        least = far;
      }
    }
    if (best) return best;
    const longer = sorted.filter(function (each) {
      return word.length > 2 && (each.startsWith(word) || each.split("-").indexOf(word) >= 0);
    });
    return longer.length === 1 ? longer[0] : "";
  }

  function quoted(text) {
    const all = signs(text);
    return "'" + (all.length > 80 ? all.slice(0, 79).join("") + "…" : text) + "'";
  }

  function fault(message, word, known) {
    const near = known ? nearest(word, known) : "";
    return near ? message + "; did you mean " + quoted(near) + "?" : message;
  }

  function tidy(text) {
    return String(text).slice(0, 4 * MOST_CHARACTERS)
      .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(^|[^\ud800-\udbff])[\udc00-\udfff]/g, "$1 ").replace(RE_BLANK, " ").trim();
  }

  // {items, without, fields, whole, identifiers, problems}
  function parse(text, live) {
    const query = { items: [], without: [], fields: [], whole: [], identifiers: [], problems: [], tokens: [] };
    let tidied = tidy(text);
    if (signs(tidied).length > MOST_CHARACTERS) {
      tidied = signs(tidied).slice(0, MOST_CHARACTERS).join("");
      query.problems.push("The query is cut to its first 1,000 characters.");
    }
    const re = /(-?)(?:([a-z_]+):)?("[^"]*"|[^ ]+)/g;
    let match;
    while ((match = re.exec(tidied))) readToken(query, match[0], match[1], match[2], match[3]);
    if (query.items.length > MOST_ITEMS) {
      query.items.length = MOST_ITEMS;
      query.problems.push("Only the first " + MOST_ITEMS + " words are looked for.");
    }
    query.without.length = Math.min(query.without.length, MOST_ITEMS);
    const last = query.items[query.items.length - 1];
    if (live && last && !last.quoted && last.end && text.slice(-1).replace(RE_BLANK, "")) last.live = true;
    return query;
  }

  function readToken(query, token, minus, name, raw) {
    query.items.forEach(function (item) { item.end = false; });
    const known = name !== undefined && FIELDS.indexOf(name) >= 0;
    if (name !== undefined && !known && LABELS.indexOf(name) < 0) {
      query.problems.push(fault("A field of a query must be one of " + FIELDS.join(", ") + ", not " + quoted(name), name, FIELDS));
    }
    if (known) {
      const bare = raw.replace(/^"+|"+$/g, "");
      const values = raw[0] === '"' ? [bare] : bare.split(",").filter(Boolean);
      if (!values.length) query.problems.push("'" + name + "' must have a value");
      else query.fields.push({ without: minus === "-", name: name, values: values });
      query.tokens.push(token);
      return;
    }
    const phrase = name === undefined && raw[0] === '"';
    const words = phrase ? raw.replace(/^"+|"+$/g, "") : minus ? token.slice(1) : token;
    const found = phrase ? phraseOf(words) : chunks(words).map(itemOf);
    found.forEach(function (item) { item.token = query.tokens.length; });
    query.tokens.push(token);
    if (minus) {
      found.forEach(function (item) { query.without.push(item); });
      return;
    }
    found.forEach(function (item) { query.items.push(item); });
    if (found.length) found[found.length - 1].end = true;
    query.whole.push(words);
    if (!phrase && /[0-9/:]/.test(words) && query.identifiers.length < MOST_IDENTIFIERS) query.identifiers.push(words);
  }

  function itemOf(chunk) {
    return {
      words: chunk.words, joined: chunk.joined, marked: chunk.marked, quoted: false, live: false, end: false,
      forms: new Map(), docs: new Map(), common: false, token: 0, slipped: false, marks: new Set()
    };
  }

  function phraseOf(text) {
    const words = sequenceOf(text);
    if (!words.length) return [];
    const item = itemOf({ words: words.slice(0, MOST_ITEMS), joined: "", marked: "" });
    item.quoted = true;
    return [item];
  }

  // --- Filters ---

  function readNumber(text) {
    return /^-?[0-9]+$/.test(text) && text.length <= 18 ? Number(text) : NaN;
  }

  function readDay(text) {
    if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return NaN;
    const day = new Date(text + "T00:00:00Z");
    return !isNaN(day) && day.toISOString().slice(0, 10) === text ? Number(text.replace(/-/g, "")) : NaN;
  }

  // [low, high] with nulls for open ends, or a fault in words
  function readRange(name, value) {
    const dots = value.indexOf("..");
    const low = dots < 0 ? value : value.slice(0, dots), high = dots < 0 ? value : value.slice(dots + 2);
    const read = name === "added" ? readDay : readNumber;
    const bounds = [low ? read(low) : null, high ? read(high) : null];
    if (dots >= 0 && !low && !high) return "'" + name + "' must have a bound, not '..'; write a..b, a.. or ..b";
    for (let i = 0; i < 2; i++) {
      if (Number.isNaN(bounds[i])) {
        return name === "added"
          ? "'added' must be a date or a range a..b, not " + quoted(i ? high : low) + "; write e.g. 2020-01-01.."
          : "'" + name + "' must be a number or a range a..b, not " + quoted(i ? high : low) + "; write e.g. 2010..2019";
      }
    }
    return bounds;
  }

  function inRange(value, bounds) {
    return (bounds[0] === null || value >= bounds[0]) && (bounds[1] === null || value <= bounds[1]);
  }

  Engine.prototype.year = function (doc) {
    return Math.floor(doc / this.span) + this.meta.since;
  };

  // {name, test, docs}: docs is a set, or null where the number of a paper tells; null where no value holds anything
  Engine.prototype.filter = async function (field, problems, lost) {
    const engine = this;
    if (field.name === "year") {
      const ranges = sound(field.values.map(function (value) { return readRange("year", value); }), problems);
      if (!ranges.length) return null;
      const test = function (doc) {
        const year = engine.year(doc);
        return ranges.some(function (range) { return inRange(year, range); });
      };
      return { name: "year", without: field.without, docs: null, test: test };
    }
    const docs = new Set();
    let used = 0;
    for (const value of field.values) {
      const lists = await engine.valueLists(field, value, problems, lost);
      if (!lists) continue;
      used++;
      lists.forEach(function (list) { list.docs.forEach(function (doc) { docs.add(doc); }); });
    }
    if (!used) return null;
    return { name: field.name, without: field.without, docs: docs, test: function (doc) { return docs.has(doc); } };
  };

  function sound(ranges, problems) {
    return ranges.filter(function (range) {
      if (typeof range !== "string") return true;
      problems.push(range);
      return false;
    });
  }

  Engine.prototype.valueLists = async function (field, value, problems, lost) {
    const name = field.name;
    if (name === "author" || name === "title") return [await this.named(name, value, lost)];
    if (name === "cited" || name === "added") return this.ranged(name, value, problems, lost);
    const known = await this.known(name, lost);
    if (known && known.indexOf(value) < 0) {
      const what = { area: "a topic id", topic: "a topic id", venue: "a venue id", "in": "a collection id" }[name] ||
        "one of " + known.join(", ");
      problems.push(fault("'" + name + "' must be " + what + ", not " + quoted(value), value, known));
      return null;
    }
    return [await this.facet(name + ":" + value, lost)];
  };

  Engine.prototype.known = async function (name, lost) {
    if (name === "status") return STATUSES;
    const names = await this.shard("names", lost);
    return names && names[name === "area" ? "topic" : name].map(function (row) { return row[0]; });
  };

  // Papers with an author of this slug or with these words in one author's name, or with these words in their title.
  Engine.prototype.named = async function (name, value, lost) {
    const words = sequenceOf(value);
    const bit = name === "author" ? AUTHOR : TITLE;
    const docs = [];
    if (name === "author") {
      const slug = await this.hashed("k", "author:" + value.toLowerCase(), lost);
      slug.docs.forEach(function (doc) { docs.push(doc); });
      if (docs.length && value.indexOf("-") > 0) return { docs: docs };
    }
    const found = await this.phrase(words, lost);
    found.forEach(function (mask, doc) { if (mask & bit) docs.push(doc); });
    return { docs: docs };
  };

  // doc -> mask of the fields in which the words follow one another
  Engine.prototype.phrase = async function (words, lost) {
    const found = new Map();
    if (words.length === 1) {
      const list = await this.word("t", words[0], lost);
      list.docs.forEach(function (doc, i) { found.set(doc, list.masks[i]); });
      return found;
    }
    const engine = this;
    const lists = await Promise.all(words.slice(1).map(function (word, i) {
      return engine.hashed("b", words[i] + " " + word, lost);
    }));
    lists.forEach(function (list, place) {
      const here = new Map();
      list.docs.forEach(function (doc, i) {
        const mask = place ? (found.get(doc) || 0) & list.masks[i] : list.masks[i];
        if (mask) here.set(doc, mask);
      });
      found.clear();
      here.forEach(function (mask, doc) { found.set(doc, mask); });
    });
    return found;
  };

  // The lists of all values of a field that lie in a range.
  Engine.prototype.ranged = async function (name, value, problems, lost) {
    const range = readRange(name, value);
    if (typeof range === "string") {
      problems.push(range);
      return null;
    }
    const rows = await this.values(name, lost);
    const inside = rows.filter(function (each) {
      return inRange(name === "added" ? Number(each.replace(/-/g, "")) : Number(each), range);
    });
    return this.lists_of(name, inside, lost);
  };

  Engine.prototype.lists_of = function (name, values, lost) {
    const engine = this;
    return Promise.all(values.map(function (value) { return engine.facet(name + ":" + value, lost); }));
  };

  // All values of a facet that papers have.
  Engine.prototype.values = async function (name, lost) {
    const shard = await this.listShard("f", this.facetShard(name), lost);
    if (!shard) return [];
    return shard.keys.filter(function (key) { return key.startsWith(name + ":"); })
      .map(function (key) { return key.slice(name.length + 1); });
  };

  // --- Finding ---

  function weigh(mask) {
    let best = 0;
    for (const pair of WEIGHTS) if (mask & pair[0] && pair[1] > best) best = pair[1];
    return best;
  }

  // By mask, for words and for pairs of words.
  const WORD_WEIGHT = new Int32Array(MASKS).map(function (_, mask) {
    return weigh(mask) + (mask & TITLE && mask & FIRST ? 1 : 0) + (mask & TITLE && mask & SHORT ? 1 : 0);
  });
  const PAIR_WEIGHT = new Int32Array(MASKS).map(function (_, mask) {
    return weigh(mask) || (mask & SUMMARY ? SUMMARY_WEIGHT : 0);
  });

  Engine.prototype.idf = function (count) {
    return 16 + this.all - log16(Math.max(1, Math.min(count, this.meta.papers)));
  };

  // Let an item be found in a paper; the best find counts.
  function note(item, doc, value, mask) {
    const known = item.docs.get(doc);
    if (known === undefined) item.docs.set(doc, [value, mask]);
    else {
      if (value > known[0]) known[0] = value;
      known[1] |= mask;
    }
  }

  // A word that only begins like the typed one, or looks like it, is worth no more than the typed one itself.
  Engine.prototype.useList = function (item, list, quality, asSummary) {
    const idf = this.idf(asSummary || quality === EXACT ? list.count : Math.max(list.count, item.typed || 0)) * quality;
    for (let i = 0; i < list.docs.length; i++) {
      if (asSummary) note(item, list.docs[i], idf * SUMMARY_WEIGHT, SUMMARY);
      else note(item, list.docs[i], idf * WORD_WEIGHT[list.masks[i]], list.masks[i] & (TITLE | ALIAS | AUTHOR | CONTEXT));
    }
  };

  Engine.prototype.useForm = async function (item, form, quality, lost) {
    if (item.forms.has(form)) return;
    const list = await this.word("t", form, lost);
    if (!list.count) return;
    item.forms.set(form, quality);
    if (quality === EXACT) item.typed = Math.max(item.typed || 0, list.count);
    this.useList(item, list, quality, false);
  };

  Engine.prototype.useForms = async function (item, forms, lost) {
    const engine = this;
    // Lists arrive in any order, and count in this one.
    await Promise.all(forms.map(function (pair) { return engine.word("t", pair[0], lost); }));
    for (const pair of forms) await engine.useForm(item, pair[0], pair[1], lost);
  };

  // The words of the vocabulary that begin with this one.
  Engine.prototype.beginningWith = async function (family, word, lost) {
    if (signs(word).length < this.meta.stems[family]) return [];
    const shard = await this.listShard(family, this.wordShard(family, word), lost);
    return shard ? shard.keys.filter(function (key) { return key.length > word.length && key.startsWith(word); }) : [];
  };

  // Leave out words that a great many papers have, where enough others are there: their lists are the longest.
  Engine.prototype.telling = async function (items, lost) {
    const engine = this;
    const heavy = await Promise.all(items.map(function (item) { return engine.isHeavy(item, lost); }));
    const rare = items.filter(function (item, i) { return !heavy[i]; });
    return rare.length >= ENOUGH_RARER ? rare : items;
  };

  Engine.prototype.isHeavy = async function (item, lost) {
    if (item.words.length > 1 || item.quoted || item.marked || item.live) return false;
    const shard = await this.listShard("t", this.wordShard("t", item.words[0]), lost);
    if (!shard || !shard.places.has(item.words[0])) return false;
    cursor = shard.places.get(item.words[0]);
    return number(shard.lists) === 0 && number(shard.lists) * HEAVY > this.meta.papers;
  };

  // First look: the word itself, its other spellings, and what it begins.
  Engine.prototype.lookUp = async function (item, lost) {
    if (item.words.length > 1) {
      await this.lookUpPhrase(item, lost);
      return;
    }
    const word = item.words[0];
    const forms = [];
    if (item.marked) forms.push([item.marked, EXACT]);
    forms.push([word, item.marked ? SLIP : EXACT]);
    if (!item.quoted) variants(word).forEach(function (form) { forms.push([form, VARIANT]); });
    await this.useForms(item, forms, lost);
    if (item.quoted || item.marked) return;
    if (item.live || !item.forms.size) {
      const quality = item.live ? PREFIX : BEGINNING;
      const longer = item.live || signs(word).length > 3 ? await this.beginningWith("t", word, lost) : [];
      await this.useForms(item, longer.map(function (form) { return [form, quality]; }), lost);
      if (longer.length) item.prefix = true;
    }
  };

  Engine.prototype.lookUpPhrase = async function (item, lost) {
    const engine = this;
    const found = await engine.phrase(item.words, lost);
    const idf = engine.idf(found.size) * EXACT;
    found.forEach(function (mask, doc) { note(item, doc, idf * PAIR_WEIGHT[mask], mask); });
    if (item.joined) await engine.useForms(item, [[item.joined, EXACT]], lost);
    if (item.marked) await engine.useForms(item, [[item.marked, EXACT]], lost);
    if (item.live && item.joined) {
      const longer = await engine.beginningWith("t", item.joined, lost);
      await engine.useForms(item, longer.map(function (form) { return [form, PREFIX]; }), lost);
      if (longer.length) item.prefix = true;
    }
  };

  // Second look: words that a slip of the finger turns into this one.
  Engine.prototype.lookUpSlips = async function (item, lost) {
    const word = item.words[0];
    if (item.words.length > 1 || item.quoted || item.marked || signs(word).length < 4 || /[0-9]/.test(word)) return;
    const near = await this.slips(word, lost);
    if (!item.forms.size && near.length) item.slipped = true;
    const quality = near.length && distance(word, near[0]) > 1 ? SLIPS : SLIP;
    await this.useForms(item, near.map(function (form) { return [form, quality]; }), lost);
  };

  Engine.prototype.slips = async function (word, lost) {
    const engine = this;
    const length = engine.meta.stems.t;
    const own = engine.stem("t", word);
    const stems = new Set([own]);
    const all = signs(word);
    for (let i = 0; i < Math.min(length, all.length); i++) {
      stems.add(cut(all.slice(0, i).concat(all.slice(i + 1)).join(""), length));
    }
    stems.delete("");
    const groups = await Promise.all(Array.from(stems).map(async function (stem) {
      const shard = await engine.shard(engine.part("n", crc32(utf8(stem))), lost);
      return shard && shard[stem] ? [stem, shard[stem].split(" ")] : [stem, []];
    }));
    const near = new Set(), further = new Set();
    groups.forEach(function (group) {
      group[1].forEach(function (form) {
        if (form === word) return;
        const far = distance(word, form);
        if (far === 1) near.add(form);
        else if (far === 2 && all.length >= 8 && form.startsWith(own)) further.add(form);
      });
    });
    const ordered = Array.from(near.size ? near : further).sort(function (a, b) {
      const first = (a.startsWith(own) ? 0 : 1) - (b.startsWith(own) ? 0 : 1);
      return first || compare(a, b);
    });
    return ordered.slice(0, MOST_SLIPS);
  };

  // By code points, as Python does.
  function compare(a, b) {
    const one = signs(a), other = signs(b);
    for (let i = 0; i < Math.min(one.length, other.length); i++) {
      if (one[i] !== other[i]) return one[i].codePointAt(0) - other[i].codePointAt(0);
    }
    return one.length - other.length;
  }

  // Third look: summaries.
  Engine.prototype.lookUpSummary = async function (item, lost) {
    const engine = this;
    if (item.words.length > 1) {
      if (!engine.meta.small) await engine.lookUpSummaryWords(item, lost);
      if (item.joined) engine.useList(item, await engine.word("s", item.joined, lost), EXACT, true);
      return;
    }
    const word = item.words[0];
    const forms = [[word, item.marked ? SLIP : EXACT]];
    if (item.marked) forms.unshift([item.marked, EXACT]);
    if (!item.quoted) variants(word).forEach(function (form) { forms.push([form, VARIANT]); });
    if (item.slipped) item.forms.forEach(function (quality, form) { forms.push([form, quality]); });
    if (item.live) (await engine.beginningWith("s", word, lost)).forEach(function (form) { forms.push([form, PREFIX]); });
    const lists = await Promise.all(forms.map(function (pair) { return engine.word("s", pair[0], lost); }));
    lists.forEach(function (list, i) {
      if (list.common) item.common = true;
      engine.useList(item, list, forms[i][1], true);
      if (list.count) item.marks.add(forms[i][0]);
    });
  };

  // Where no pairs of words are kept, summaries that hold all the words.
  Engine.prototype.lookUpSummaryWords = async function (item, lost) {
    const engine = this;
    const lists = await Promise.all(item.words.map(function (word) { return engine.word("s", word, lost); }));
    const kept = lists.filter(function (list) { return !list.common; }).sort(function (a, b) { return a.count - b.count; });
    if (!kept.length) return;
    let docs = kept[0].docs;
    kept.slice(1).forEach(function (list) {
      const here = new Set(list.docs);
      docs = docs.filter(function (doc) { return here.has(doc); });
    });
    engine.useList(item, { docs: docs, masks: [], count: docs.length }, EXACT, true);
  };

  // Compounds that stand nowhere are looked for word by word.
  function takenApart(items) {
    const out = [];
    items.forEach(function (item) {
      if (item.words.length === 1 || item.quoted || item.docs.size) {
        out.push(item);
        return;
      }
      item.words.forEach(function (word, i) {
        const each = itemOf({ words: [word], joined: "", marked: "" });
        each.token = item.token;
        each.apart = true;
        each.live = item.live && i === item.words.length - 1;
        out.push(each);
      });
    });
    return out;
  }

  // doc -> {sum, found, mask}
  function gather(items, test) {
    const papers = new Map();
    items.forEach(function (item) {
      item.docs.forEach(function (value, doc) {
        let paper = papers.get(doc);
        if (!paper) {
          if (!test(doc)) return;
          paper = { sum: 0, found: 0, mask: 0, score: 0 };
          papers.set(doc, paper);
        }
        paper.sum += value[0];
        paper.found += 1;
        paper.mask |= value[1];
      });
    });
    const common = items.filter(function (item) { return item.common; });
    if (common.length) {
      papers.forEach(function (paper, doc) {
        common.forEach(function (item) { if (!item.docs.has(doc)) paper.found += 1; });
      });
    }
    return papers;
  }

  function countFull(items, test) {
    let full = 0;
    gather(items, test).forEach(function (paper) { if (paper.found === items.length) full++; });
    return full;
  }

  // {papers, items}: papers that fit, with their scores
  Engine.prototype.find = async function (query, test, lost) {
    const engine = this;
    let items = await engine.telling(query.items, lost);
    await Promise.all(items.map(function (item) { return engine.lookUp(item, lost); }));
    const whole = takenApart(items);
    await Promise.all(whole.filter(function (item) { return items.indexOf(item) < 0; }).map(function (item) {
      return engine.lookUp(item, lost);
    }));
    items = whole;
    const few = countFull(items, test) < ENOUGH;
    await Promise.all(items.map(function (item) {
      return few || !item.forms.size ? engine.lookUpSlips(item, lost) : null;
    }));
    if (engine.meta.small || countFull(items, test) < ENOUGH) {
      await Promise.all(items.map(function (item) { return engine.lookUpSummary(item, lost); }));
    }
    const last = items[items.length - 1];
    if (items.length > 1 && last.live && !last.docs.size && !last.common) items = items.slice(0, -1);
    const papers = gather(items, test);
    const n = items.length;
    papers.forEach(function (paper) {
      paper.score = Math.floor(paper.sum * paper.found * paper.found / (n * n));
      paper.full = paper.found === n;
    });
    await engine.addKeys(query, papers, test, lost);
    let best = 0;
    papers.forEach(function (paper) { if (paper.score > best) best = paper.score; });
    const fitting = new Map();
    const near = [];
    papers.forEach(function (paper, doc) {
      if (paper.full || paper.score * 2 >= best) fitting.set(doc, paper);
      else if (paper.found * 2 >= n) near.push(doc);
    });
    // Where few papers fit, those that come nearest follow.
    if (fitting.size < ENOUGH && best < LEAST_BONUS) {
      near.sort(function (a, b) { return papers.get(b).score - papers.get(a).score || b - a; });
      near.slice(0, ENOUGH - fitting.size).forEach(function (doc) { fitting.set(doc, papers.get(doc)); });
    }
    return { papers: fitting, items: items };
  };

  // Papers whose whole title, alias or identifier was typed.
  Engine.prototype.addKeys = async function (query, papers, test, lost) {
    const engine = this;
    const texts = [[sequenceOf(query.whole.join(" ")).join(" "), KEY_TITLE | KEY_ALIAS]];
    const ids = query.identifiers.slice();
    if (query.whole.length === 1 && ids.indexOf(query.whole[0]) < 0) ids.push(query.whole[0]);
    ids.forEach(function (id) { texts.push([identifierKey(id), KEY_IDENTIFIER]); });
    const lists = await Promise.all(texts.map(function (pair) {
      return pair[0] ? engine.hashed("k", pair[0], lost) : NOTHING;
    }));
    const bonuses = new Map();
    lists.forEach(function (list, n) {
      list.docs.forEach(function (doc, i) {
        const kind = list.masks[i] & texts[n][1];
        if (kind && test(doc)) bonuses.set(doc, (bonuses.get(doc) || 0) | kind);
      });
    });
    bonuses.forEach(function (kinds, doc) {
      let paper = papers.get(doc);
      if (!paper) {
        paper = { sum: 0, found: 0, mask: 0, score: 0, full: false };
        papers.set(doc, paper);
      }
      for (const pair of BONUS) {
        if (kinds & pair[0]) {
          paper.score += pair[1];
          break;
        }
      }
    });
  };

  // Papers that hold one of the unwanted words.
  Engine.prototype.unwanted = async function (items, lost) {
    const engine = this;
    const docs = new Set();
    function add(list) { list.docs.forEach(function (doc) { docs.add(doc); }); }
    for (const item of items) {
      if (item.words.length > 1) {
        (await engine.phrase(item.words, lost)).forEach(function (_, doc) { docs.add(doc); });
        if (item.joined) {
          add(await engine.word("t", item.joined, lost));
          add(await engine.word("s", item.joined, lost));
        }
      } else {
        const word = item.marked || item.words[0];
        add(await engine.word("t", word, lost));
        add(await engine.word("s", word, lost));
      }
    }
    return docs;
  };

  function fieldsOf(filters) {
    const fields = [];
    FIELDS.forEach(function (name) {
      let values = (filters || {})[name];
      if (values === undefined || values === null || values === "") return;
      if (typeof values === "string") values = values.split(",");
      values = values.map(String).filter(Boolean);
      if (values.length) fields.push({ without: false, name: name, values: values });
    });
    return fields;
  }

  Engine.prototype.search = async function (text, options) {
    const wanted = options || {};
    const lost = new Set();
    const result = { total: 0, hits: [], marks: [], facets: {}, suggestion: "", problems: [], complete: true };
    try {
      if (await this.open(lost)) await this.answer(String(text || ""), wanted, result, lost);
    } catch (error) {
      result.problems.push("The search index cannot be read: " + error.message);
      result.complete = false;
    }
    if (lost.size) {
      result.complete = false;
      result.problems.push(this.meta
        ? "Some of the search index could not be loaded (" + Array.from(lost).sort().slice(0, 3).join(", ") +
          (lost.size > 3 ? " and " + (lost.size - 3) + " more" : "") + "); results may be missing."
        : "The search index could not be loaded.");
    }
    return result;
  };

  Engine.prototype.answer = async function (text, wanted, result, lost) {
    const engine = this;
    const query = parse(text, Boolean(wanted.live));
    const fields = query.fields.concat(fieldsOf(wanted.filters));
    result.problems = query.problems;
    const filters = [];
    for (const field of fields) {
      const filter = await engine.filter(field, query.problems, lost);
      if (filter) filters.push(filter);
    }
    const unwanted = await engine.unwanted(query.without, lost);
    function passes(doc, but) {
      return !unwanted.has(doc) && filters.every(function (f) { return f.name === but || f.test(doc) !== f.without; });
    }
    function test(doc) { return passes(doc, ""); }
    // Facets count without their own filter, so papers that only such a filter keeps out are found too.
    const wide = wanted.facets && filters.length ? function (doc) { return !unwanted.has(doc); } : test;
    let papers = new Map();
    const typed = query.items;
    if (query.items.length) {
      const found = await engine.find(query, test, lost);
      papers = found.papers;
      query.items = found.items;
    } else {
      (await engine.listed(filters, lost)).forEach(function (doc) {
        if (test(doc)) papers.set(doc, { score: 0, mask: 0, full: true });
      });
    }
    const docs = await engine.sorted(papers, wanted.sort || "relevance", lost);
    result.total = docs.length;
    const from = Math.max(0, wanted.offset || 0);
    const page = docs.slice(from, from + (wanted.limit === undefined ? 20 : Math.max(0, wanted.limit)));
    const cards = await Promise.all(page.map(function (doc) { return engine.cardOf(doc, lost); }));
    result.hits = page.map(function (doc, i) {
      const paper = papers.get(doc);
      const where = PLACES.filter(function (pair) { return paper.mask & pair[0]; }).map(function (pair) { return pair[1]; });
      return { id: cards[i] ? cards[i].id : "", score: paper.score, card: cards[i], where: where };
    });
    result.hits = result.hits.filter(function (hit) { return hit.card; });
    result.marks = marksOf(query.items.concat(typed.filter(function (item) { return query.items.indexOf(item) < 0; })));
    result.suggestion = await engine.suggestion(query, result.total, Boolean(wanted.live), lost);
    if (wanted.facets) result.facets = await engine.facets(query, papers, filters, passes, wide, lost);
  };

  // What is listed when no words are typed: the smallest set that a filter names, or everything.
  Engine.prototype.listed = async function (filters, lost) {
    const sets = filters.filter(function (f) { return f.docs && !f.without; }).map(function (f) { return f.docs; });
    sets.sort(function (a, b) { return a.size - b.size; });
    return sets.length ? Array.from(sets[0]) : (await this.facet("all:all", lost)).docs;
  };

  Engine.prototype.sorted = async function (papers, sort, lost) {
    const engine = this;
    const docs = Array.from(papers.keys());
    const first = new Map();
    if (sort === "year") docs.forEach(function (doc) { first.set(doc, engine.year(doc)); });
    if (sort === "citations") {
      const counts = await engine.values("cited", lost);
      const lists = await engine.lists_of("cited", counts, lost);
      lists.forEach(function (list, i) { list.docs.forEach(function (doc) { first.set(doc, Number(counts[i])); }); });
    }
    function rank(doc) { return first.has(doc) ? first.get(doc) : -1; }
    return docs.sort(function (a, b) {
      return rank(b) - rank(a) || papers.get(b).score - papers.get(a).score || b - a;
    });
  };

  function marksOf(items) {
    const marks = new Set();
    items.forEach(function (item) {
      item.words.forEach(function (word) {
        if (item.words.length > 1 || item.forms.has(word) || !item.forms.size) marks.add(word);
        const letter = Object.keys(GREEK).find(function (each) { return GREEK[each] === word; });
        if (letter) marks.add(letter);
      });
      if (item.joined) marks.add(item.joined);
      if (item.marked) marks.add(item.marked);
      if (item.live || item.prefix) marks.add((item.joined || item.words[item.words.length - 1]) + "*");
      if (item.live && item.words.length > 1) marks.add(item.words[item.words.length - 1] + "*");
      item.forms.forEach(function (quality, form) { if (quality !== PREFIX && quality !== BEGINNING) marks.add(form); });
      item.marks.forEach(function (form) { marks.add(form); });
    });
    return Array.from(marks);
  }

  // The query with its misspelt words put right, or "".
  Engine.prototype.suggestion = async function (query, total, live, lost) {
    if (live && total) return "";
    const tokens = query.tokens.slice();
    let changed = false;
    for (const item of query.items) {
      if (!item.slipped || item.apart || !item.forms.size) continue;
      let best = "", most = -1;
      for (const form of item.forms.keys()) {
        const list = await this.word("t", form, lost);
        if (list.count > most) {
          best = form;
          most = list.count;
        }
      }
      tokens[item.token] = best;
      changed = true;
    }
    return changed ? tokens.join(" ") : "";
  };

  // --- Facets ---

  Engine.prototype.facets = async function (query, papers, filters, passes, wide, lost) {
    const engine = this;
    const names = await engine.shard("names", lost);
    const out = {};
    const own = new Set(filters.map(function (filter) { return filter.name; }));
    // All that the words alone find, where some filter keeps papers out.
    let all = papers;
    if (filters.length) {
      if (query.items.length) {
        const fresh = parse(query.tokens.join(" "), false);
        fresh.items.forEach(function (item, i) { if (i === fresh.items.length - 1) item.live = query.items[query.items.length - 1].live; });
        all = (await engine.find(fresh, wide, lost)).papers;
      } else {
        all = new Map();
        (await engine.facet("all:all", lost)).docs.forEach(function (doc) { all.set(doc, null); });
      }
    }
    function setOf(name) {
      if (!own.has(name)) return papers;
      const docs = new Map();
      all.forEach(function (_, doc) { if (passes(doc, name)) docs.set(doc, null); });
      return docs;
    }
    const years = new Map();
    setOf("year").forEach(function (_, doc) {
      const year = engine.year(doc);
      years.set(year, (years.get(year) || 0) + 1);
    });
    out.year = Array.from(years).sort(function (a, b) { return a[0] - b[0]; });
    for (const name of FACETS) {
      const docs = setOf(name);
      const values = await engine.values(name, lost);
      const lists = await engine.lists_of(name, values, lost);
      const rows = [];
      lists.forEach(function (list, i) {
        let n = 0;
        for (const doc of list.docs) if (docs.has(doc)) n++;
        if (n) rows.push([values[i], labelOf(names, name, values[i]), n]);
      });
      out[name] = rows.sort(function (a, b) { return b[2] - a[2] || compare(a[0], b[0]); });
    }
    return out;
  };

  function labelOf(names, field, value) {
    const rows = (names || {})[field === "area" ? "topic" : field] || [];
    const row = rows.find(function (each) { return each[0] === value; });
    return row ? row[1] : value;
  }

  // --- Cards ---

  Engine.prototype.cardBlock = function (slot) {
    const level = this.meta.levels.c;
    return Math.min(Math.floor(slot / Math.pow(2, this.meta.bits - 1 - level)), Math.pow(2, level) - 1);
  };

  Engine.prototype.cardShard = function (block) {
    return "c/" + hex(block, Math.max(1, Math.ceil(this.meta.levels.c / 4)));
  };

  Engine.prototype.cardOf = async function (doc, lost) {
    const rows = await this.shard(this.cardShard(this.cardBlock(doc % this.span)), lost);
    const row = (rows || []).find(function (each) { return each[0] === doc; });
    return row ? this.cardFrom(row) : null;
  };

  Engine.prototype.cardFrom = function (row) {
    return {
      id: row[1], href: "papers/" + row[1] + "/", title: row[2], authors: row[3], more: row[4], year: this.year(row[0]),
      venue: row[5], sentence: row[6], code: Boolean(row[7] & 1), data: Boolean(row[7] & 2), cited: row[8], area: row[9],
      mark: row[10], status: row[11] || "published"
    };
  };

  Engine.prototype.card = async function (id) {
    const lost = new Set();
    if (!(await this.open(lost))) return null;
    const slot = Math.floor(crc32(utf8(String(id))) / Math.pow(2, 33 - this.meta.bits));
    for (let block = this.cardBlock(slot); block <= this.cardBlock(slot + this.meta.reach); block++) {
      const rows = await this.shard(this.cardShard(block), lost);
      const row = (rows || []).find(function (each) { return each[1] === id; });
      if (row) return this.cardFrom(row);
    }
    return null;
  };

  Engine.prototype.cards = async function (ids) {
    const engine = this;
    const out = {};
    const cards = await Promise.all(ids.map(function (id) { return engine.card(id); }));
    cards.forEach(function (card, i) { if (card) out[ids[i]] = card; });
    return out;
  };

  // The id of the paper with one of these identifiers, or with this title; the year decides between namesakes.
  Engine.prototype.locate = async function (what) {
    const lost = new Set();
    if (!(await this.open(lost))) return null;
    const texts = [[what.doi, KEY_IDENTIFIER], [what.arxiv, KEY_IDENTIFIER]].filter(function (pair) { return pair[0]; })
      .map(function (pair) { return [identifierKey(String(pair[0])), pair[1]]; });
    if (what.title) texts.push([sequenceOf(tidy(what.title)).join(" "), KEY_TITLE]);
    for (const pair of texts) {
      if (!pair[0]) continue;
      const list = await this.hashed("k", pair[0], lost);
      let docs = list.docs.filter(function (_, i) { return list.masks[i] & pair[1]; });
      const same = docs.filter(function (doc) { return this.year(doc) === Number(what.year); }, this);
      if (same.length) docs = same;
      if (docs.length) {
        const card = await this.cardOf(Math.max.apply(null, docs), lost);
        if (card) return card.id;
      }
    }
    return null;
  };

  const engines = new Map();

  function open(root) {
    if (!engines.has(root)) {
      const engine = new Engine(root);
      engines.set(root, {
        search: function (text, options) { return engine.search(text, options); },
        card: function (id) { return engine.card(id); },
        cards: function (ids) { return engine.cards(ids); },
        find: function (what) { return engine.locate(what || {}); }
      });
    }
    return engines.get(root);
  }

  return { open: open, fold: fold, words: wordsWithPlaces };
})();
