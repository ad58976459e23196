/** Letters as shortcuts can be turned off (WCAG 2.1.4); kept for this browser. */

const KEY = "ambang.shortcuts";

export const shortcuts: { on: boolean } = $state({ on: read() });

function read(): boolean {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return true;
  }
}

export function setShortcuts(on: boolean): void {
  shortcuts.on = on;
  try {
    localStorage.setItem(KEY, on ? "on" : "off");
  } catch {
    // It holds until the page is left.
  }
}
