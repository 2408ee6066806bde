"""How Ask looks, on a screen and printed."""

STYLE = """<style>
.quoth.part { font-size: 1.15rem; font-weight: 600; line-height: 1.4; padding: 0; margin: 0; }
.quoth.part small { font-size: 0.88rem; font-weight: 400; opacity: 0.85; }
.quoth.answer { border-left: 4px solid #b8860b; padding-left: 1rem; }
.quoth.answer.doubtful { border-left: 4px dashed rgba(128, 128, 128, 0.8); }
.quoth.answer blockquote { margin-top: 0.5rem; font-size: 1.15rem; }
.quoth.found blockquote { font-size: 1rem; }
.quoth mark.also { background: none; text-decoration-style: dotted; }
.quoth mark.perhaps { background: rgba(255, 196, 0, 0.1); text-decoration-style: dashed;
  text-decoration-thickness: 1.5px; }
.quoth mark.closest { background: rgba(255, 196, 0, 0.14); text-decoration: none; }
.quoth b { font-weight: 700; }
.quoth details { margin-top: 0.25rem; }
.quoth summary { opacity: 0.85; }
.quoth.printed { display: none; }
.quoth.reference { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 0.95rem; }
.quoth.why { overflow-wrap: anywhere; font-size: 0.95rem; }
.quoth .share { padding: 0 0.1em; border-radius: 0.2em; }
.quoth hr { border: 0; border-top: 1px solid rgba(128, 128, 128, 0.3); margin: 0; }
.quoth.pending { height: 13rem; max-width: 46rem; overflow: hidden; }
.quoth.pending i { display: block; height: 0.8rem; border-radius: 0.4rem; margin: 1.25rem 0;
  background: rgba(128, 128, 128, 0.18); }
.quoth.pending i:last-child { width: 60%; }
.quoth.pending-others { opacity: 0.75; margin-top: 1rem; }
.quoth.pending-others .card { border: 1px solid rgba(128, 128, 128, 0.3); border-radius: 0.5rem;
  padding: 1rem; margin-bottom: 1rem; }
.st-key-box [data-testid="InputInstructions"] { display: none; }
.st-key-box textarea { max-height: 25vh; }
@supports (field-sizing: content) {
  .st-key-box textarea { field-sizing: content; height: auto !important;
    min-height: 2.6rem !important; }
}
[data-testid="stMainBlockContainer"] h1 { font-size: 2rem; padding: 0; }
.st-key-box > :first-child { flex: 1 1 12rem; min-width: 0; }
[data-testid="stElementContainer"]:has(#quoth-limit:empty),
[data-testid="stElementContainer"]:has(> [data-testid="stHtml"] > .said) { display: none; }
.st-key-chips button { min-height: 1.75rem; padding: 0.1rem 0.6rem; }
.st-key-chips .citation { margin: 0; }
.st-key-chips button p { overflow-wrap: anywhere; }
[data-testid="stPopoverBody"] { overflow-y: auto; max-width: 94vw; }
[data-testid="stPopoverBody"]:has(.menu) { min-height: min(24rem, 45vh); }
@media print {
  body:has(.quoth.answer) :is([data-testid="stHeader"], [data-testid="stHeading"],
    [data-testid="stPopover"], [data-testid="stPopoverBody"], .st-key-others, #quoth-live, .part,
    [data-testid="stElementContainer"]:not(:has(.quoth.answer, .quoth.printed)),
    .quoth.answer .title, .quoth.answer > details, [data-testid="stExpander"]) {
    display: none !important; }
  body:has(.quoth.answer) [data-testid="stMainBlockContainer"] { padding: 0 !important; }
  body:has(.quoth.answer) [data-testid="stVerticalBlock"] { gap: 0.5rem; }
  .quoth.printed { display: block; font-size: 0.8rem; overflow-wrap: anywhere; }
  .quoth, .quoth * { color: black !important; }
}
</style>"""
