// The reading list's data, loaded as scripts when somebody asks for it: a page opened from a file may load nothing else.
window.dlcatalogList = (function () {
  "use strict";

  const root = new URL("../", document.currentScript.src);
  const loading = new Map();
  const takers = new Map();
  const ID = /^[a-z][a-z0-9-]{0,199}$/;
  let table = null;

  // The same sums as src/dlcatalog/plan/shards.py.
  function crc32(text) {
    if (!table) {
      table = Array.from({ length: 256 }, (_, n) => {
        for (let k = 0; k < 8; k += 1) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
        return n;
      });
    }
    let sum = -1;
    new TextEncoder().encode(text).forEach((byte) => {
      sum = table[(sum ^ byte) & 255] ^ (sum >>> 8);
    });
    return ~sum >>> 0;
  }

  function shardOf(key, bits) {
    const number = bits ? crc32(key) >>> (32 - bits) : 0;
    return number.toString(16).padStart(Math.max(2, Math.ceil(bits / 4)), "0");
  }

  function request(address) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      const fail = () => reject(new Error(address));
      takers.set(address, resolve);
      script.src = new URL("assets/list-data/" + address + ".js", root).href;
      script.addEventListener("error", fail);
      // Does nothing where the shard has been taken.
      script.addEventListener("load", fail);
      document.head.append(script);
    });
  }

  // A shard is asked for once; one that did not come may be asked for again.
  function load(address) {
    if (!loading.has(address)) {
      const rows = request(address);
      loading.set(address, rows);
      rows.catch(() => loading.delete(address));
    }
    return loading.get(address);
  }

  async function row(kind, key, name) {
    const map = await load("map");
    const rows = await load(kind + "/" + shardOf(key, map[kind]));
    return Object.prototype.hasOwnProperty.call(rows, name) ? rows[name] : null;
  }

  function href(id) {
    const folder = new URL("papers/" + id + "/", root).href;
    // A folder opened from a file shows its files, not its page.
    return root.protocol === "file:" ? folder + "index.html" : folder;
  }

  const api = {
    root: root,
    href: href,
    isId: (text) => typeof text === "string" && ID.test(text),

    take: function (address, rows) {
      const taker = takers.get(address);
      takers.delete(address);
      if (taker) taker(rows);
    },

    // A paper's card, also by a former id; null for a paper that is not here. Fails where the data does not load.
    card: async function (id) {
      const found = api.isId(id) ? await row("cards", id, id) : null;
      if (typeof found === "string") return api.card(found);
      if (!found) return null;
      const [title, authors, more, year, venue, sentence, status, sort] = found;
      return { id, title, authors, more, year, venue, sentence, status, sort };
    },

    // A row of a shard, by the key that chooses the shard and the name that it has there; or null.
    row: row,
    crc32: crc32,

    // An element with attributes and children; texts become text, whatever they hold.
    make: function (tag, attributes, ...children) {
      const element = document.createElement(tag);
      Object.entries(attributes || {}).forEach(([name, value]) => element.setAttribute(name, value));
      element.append(...children);
      return element;
    },

    // "Ashish Vaswani, Noam Shazeer, Niki Parmar and 5 more · NeurIPS 2017 · 2017"
    facts: function (card) {
      const authors = card.authors.join(", ") + (card.more ? " and " + card.more + " more" : "");
      return [authors, card.venue, card.year ? String(card.year) : ""].filter(Boolean).join(" · ");
    },

    count: (number, one, many) => number.toLocaleString("en") + " " + (number === 1 ? one : many || one + "s"),
  };
  return api;
})();
