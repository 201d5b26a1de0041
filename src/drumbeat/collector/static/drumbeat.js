/* drumbeat.js: counts page views and clicks. No cookie; nothing is stored before consent.
   <script src="https://…/drumbeat.js" data-key="…" defer></script>
   drumbeat.track(name, properties) · .page(name) · .identify(id, traits) · .consent("granted" | "denied") */
(function (window, document, navigator) {
  "use strict";
  var script = document.currentScript;
  var key = script && script.dataset.key;
  if (!key || window.drumbeat) return;

  var STORED_ID = "drumbeat_id";
  var host = script.dataset.host || new URL(script.src).origin;
  var refused = navigator.globalPrivacyControl || [navigator.doNotTrack, window.doNotTrack].includes("1");
  var anonymousId = refused ? "" : stored("getItem");
  var consent = refused ? "denied" : anonymousId ? "granted" : "unknown";
  var userId = "";
  var referrer = document.referrer;
  var shown = "";

  // The way in, kept in memory for what happens later: a single-page app soon drops it from the address.
  var campaign = {};

  function stored(action, value) {
    // Storage may be forbidden altogether: then the visitor stays without an id.
    try { return localStorage[action](STORED_ID, value) || ""; } catch (_) { return ""; }
  }

  function randomId() {
    return Array.from(crypto.getRandomValues(new Uint8Array(12)), function (byte) {
      return (byte + 256).toString(16).slice(1);
    }).join("");
  }

  function remember() {
    var seen = {};
    new URLSearchParams(location.search).forEach(function (value, name) {
      var utm = /^utm_(source|medium|campaign|content|term|id)$/.exec(name);
      if (utm) seen[utm[1] === "campaign" ? "name" : utm[1]] = value;
      if (name === "dbc" || name === "dbt") seen[name] = value;
    });
    if (Object.keys(seen).length) campaign = seen;
  }

  function address() { return location.href.split("#")[0]; }

  function send(type, message) {
    var known = consent !== "denied";
    var now = new Date().toISOString();
    var body = JSON.stringify(Object.assign({
      type: type,
      writeKey: key,
      messageId: randomId(),
      timestamp: now,
      sentAt: now,
      anonymousId: known && anonymousId || undefined,
      userId: known && userId || undefined,
      context: {
        page: { url: location.href, path: location.pathname, referrer: referrer, title: document.title },
        // A page view speaks by its own address: a later page of the visit is no new arrival.
        campaign: type === "page" ? undefined : campaign,
        consent: { status: consent },
        library: { name: "drumbeat.js", version: "1" }
      }
    }, message));
    var url = host + "/v1/" + type;
    // A plain string goes as text/plain: no preflight, and it outlives the page.
    if (!(navigator.sendBeacon && navigator.sendBeacon(url, body)))
      fetch(url, { method: "POST", body: body, keepalive: true, credentials: "omit" }).catch(function () {});
  }

  function track(name, properties) { send("track", { event: String(name), properties: properties || {} }); }

  function page(name) { send("page", { name: name, properties: {} }); }

  function navigated() {
    if (shown === address()) return;
    if (shown) referrer = shown;
    shown = address();
    remember();
    page();
  }

  function clicked(event) {
    if (event.type === "auxclick" && event.button !== 1) return;
    var target = event.target.closest && event.target.closest("[data-db-event], a[href]");
    if (!target) return;
    var named = target.closest("[data-db-event]");
    var link = target.closest("a[href]");
    if (named) {
      var properties = {};
      for (var name in named.dataset)
        if (/^db[A-Z]/.test(name) && name !== "dbEvent")
          properties[name[2].toLowerCase() + name.slice(3)] = named.dataset[name];
      track(named.dataset.dbEvent, properties);
    }
    if (link && /^https?:$/.test(link.protocol) && link.host !== location.host)
      track("Outbound Link Clicked", { href: link.href });
  }

  window.drumbeat = {
    track: track,
    page: page,
    identify: function (id, traits) {
      userId = id == null ? "" : String(id);
      send("identify", { traits: traits || {} });
    },
    consent: function (state) {
      if (refused || (state !== "granted" && state !== "denied")) return;
      consent = state;
      if (state === "granted") {
        anonymousId = anonymousId || randomId();
        stored("setItem", anonymousId);
      } else {
        anonymousId = userId = "";
        stored("removeItem");
      }
    }
  };

  ["pushState", "replaceState"].forEach(function (name) {
    var original = history[name];
    history[name] = function () {
      var result = original.apply(this, arguments);
      navigated();
      return result;
    };
  });
  window.addEventListener("popstate", navigated);
  document.addEventListener("click", clicked, true);
  document.addEventListener("auxclick", clicked, true);
  // A page that the browser renders ahead counts once someone looks at it.
  if (document.prerendering) document.addEventListener("prerenderingchange", navigated, { once: true });
  else navigated();
})(window, document, navigator);
