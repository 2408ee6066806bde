"""Links from page to page that keep the session, and what a screen reader is told.

An ordinary link would load the page anew and begin a session with nothing in it. So a click on one
of ours changes the address and lets Streamlit follow, as it does when the browser goes back; where
that fails, or in a new tab, the link is what it is. What was scrolled on Ask is there again on the
way back. `data-say` is said once it appears, and again where it is of another question (`data-of`).
"""

import streamlit as st

_SCRIPT = """<script>
if (!window.quothLinks) {
  window.quothLinks = true;
  const scrolled = new Map();
  let restoring = false;
  const main = () => document.querySelector('[data-testid="stMain"]');
  document.addEventListener("scroll", (event) => {
    if (!restoring && event.target === main()) scrolled.set(location.href, main().scrollTop);
  }, true);
  const scrollTo = (top) => {
    const until = performance.now() + 3000;
    restoring = true;
    const step = () => {
      const box = main();
      if (box && box.scrollHeight - box.clientHeight >= top) box.scrollTop = top;
      if ((box && Math.abs(box.scrollTop - top) < 2) || performance.now() > until) {
        restoring = false;
      } else {
        requestAnimationFrame(step);
      }
    };
    step();
  };
  window.addEventListener("popstate", (event) => {
    const top = scrolled.get(location.href);
    if (event.isTrusted && top && !/\\/read$/.test(location.pathname)) scrollTo(top);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".quoth a[href]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey
        || event.shiftKey || event.altKey || link.target === "_blank") return;
    const there = new URL(link.href, location.href);
    if (there.origin !== location.origin) return;
    event.preventDefault();
    if (there.href === location.href) return;
    history.pushState({}, "", there);
    window.dispatchEvent(new PopStateEvent("popstate", { state: {} }));
    main()?.scrollTo(0, 0);
  });
  const live = document.createElement("div");
  live.setAttribute("role", "status");
  live.setAttribute("aria-live", "polite");
  live.id = "quoth-live";
  live.style.cssText = "position:absolute;width:1px;height:1px;overflow:hidden;"
    + "clip-path:inset(50%)";
  document.body.append(live);
  let saying = 0;
  window.quothSay = (words) => {  // the same words are said again only where they were gone
    live.textContent = "";
    clearTimeout(saying);
    saying = setTimeout(() => { live.textContent = words; }, 100);
  };
  let last = "";
  new MutationObserver(() => {
    const { say, of } = [...document.querySelectorAll("[data-say]")].pop()?.dataset ?? {};
    const now = say ? `${of}: ${say}` : "";
    if (now !== last) { last = now; if (say) window.quothSay(say); }
  }).observe(document.body, { childList: true, subtree: true });
}
</script>"""


def followed() -> None:
    """Puts all of that on the page."""
    st.html(_SCRIPT, unsafe_allow_javascript=True)
