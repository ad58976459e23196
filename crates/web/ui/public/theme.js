// Runs before the first paint, so that no wrong theme flashes. A file of its own: inline scripts are forbidden.
(function () {
  var root = document.documentElement;
  var kept = {};
  try {
    kept = JSON.parse(localStorage.getItem("ambang.preferences") || "{}") || {};
  } catch {
    // Without storage the page follows the system.
  }
  var theme = kept.theme;
  if (!theme || theme === "system") {
    if (matchMedia("(prefers-contrast: more)").matches) theme = "contrast";
    else theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }
  root.dataset.theme = theme;
  if (kept.scale) root.dataset.scale = kept.scale;
  if (kept.locale) root.lang = kept.locale;
})();
