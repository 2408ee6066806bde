"""Small pages of many kinds of sites, with strings that are their text and strings that are
not."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """A page's markup; what its reader must keep, and what it should leave out."""

    name: str
    source: str
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]


def page(name: str, body: str, wanted: str, unwanted: str, head: str = "") -> Page:
    """Wanted and unwanted strings apart by " / "."""
    title = f"<title>{name}</title>{head}"
    source = f"<!DOCTYPE html><html lang='en'><head>{title}</head><body>{body}</body></html>"
    kept, left_out = (" ".join(part.split()) for part in (wanted, unwanted))
    return Page(name, source, tuple(kept.split(" / ")), tuple(filter(None, left_out.split(" / "))))


NEWS = page(
    "Harbour wall to be raised",
    """<a class="skip-link" href="#m">Skip to main content</a>
<div class="cookie-banner"><p>We use cookies to make this site work for you.</p><button>Accept
all</button></div>
<header class="site-header"><a href="/">The Aldhaven Post</a><nav><ul><li><a href="/n">News
desk</a></li><li><a href="/s">Sport pages</a></li></ul></nav></header>
<main id="m"><article><h1>Harbour wall to be raised</h1><p class="byline">By Mira Holt</p>
<div class="share-bar"><a href="https://www.facebook.com/sharer/sharer.php?u=x">Share on
Facebook</a> <a href="https://twitter.com/intent/tweet?u=x">Tweet this story</a></div>
<p>The harbour wall of Aldhaven will be raised by half a metre before the autumn storms, the
council decided on Monday night.</p>
<aside class="related"><h3>Related stories</h3><ul><li><a href="/1">Ferry service cut to three
days</a></li><li><a href="/2">Lighthouse keeper retires at last</a></li></ul></aside>
<p>Work begins in May. It will cost two million crowns, of which the port pays half.</p>
<blockquote><p>We have waited for this since the flood of 1962.</p></blockquote>
<p>Two fishermen spoke against the plan.</p></article>
<section class="more-stories"><h2>More from Aldhaven</h2><div class="teaser"><h3><a
href="/3">Baker opens second shop</a></h3><p>Bread is now sold on both sides of the
river.</p></div><div class="teaser"><h3><a href="/4">School play a success</a></h3><p>Parents
clapped for ten minutes.</p></div></section>
<section id="comments"><h2>3 comments</h2><ol class="comment-list"><li class="comment"><p>About
time, says I!</p></li><li class="comment"><p>Who pays for the rest of it
then?</p></li></ol></section></main>
<footer><p>Copyright Aldhaven Post. All rights reserved.</p></footer>""",
    """raised by half a metre / Work begins in May / of which the port pays half / since the
    flood of 1962 / Two fishermen spoke""",
    """Skip to main / We use cookies / News desk / Share on Facebook / Tweet this / Ferry
    service cut / Lighthouse keeper retires / Baker opens / Bread is now sold / School play / 3
    comments / About time / Who pays for the rest / All rights reserved""",
)
BLOG = page(
    "Salting a herring",
    """<div id="header"><h2><a href="/">Kitchen by the quay</a></h2><ul class="menu"><li><a
href="/a">About the cook</a></li><li><a href="/b">All recipes</a></li></ul></div>
<div id="wrapper"><div id="content"><div class="post hentry"><h1 class="entry-title">Salting a
herring</h1>
<p>My grandmother salted forty herrings every October, and she never weighed the salt.</p>
<p>She took a handful for each fish, and one for the barrel. I have tried to measure her hand: it
holds thirty grams.</p>
<p>Leave them for three weeks in the dark. Turn the barrel on Sundays.</p>
<div class="post-tags">Tagged: <a href="/t/fish">fish dishes</a>, <a href="/t/salt">salt
cures</a></div></div>
<div class="post-navigation"><a rel="prev" href="/p">Smoking an eel in the shed</a> <a rel="next"
href="/n">Boiling winter crab</a></div>
<div id="comments"><h3>2 responses to Salting a herring</h3><div
class="comment"><cite>Olle</cite><p>Mine went soft after ten days, what did I do wrong with
them?</p><a href="#r">Reply</a></div><div class="comment"><cite>Tove</cite><p>Lovely to read this,
my mother did the very same thing.</p></div>
<div id="respond"><h3>Leave a Reply</h3><form><p>Your email address will not be
published.</p><input type="text" name="n"><textarea></textarea></form></div></div></div>
<div id="sidebar"><div class="widget"><h3>Recent posts</h3><ul><li><a href="/1">A pot for the
whole street</a></li><li><a href="/2">Bread without an oven</a></li></ul></div><div
class="widget"><h3>Categories</h3><ul><li><a href="/c1">Fish and shells</a></li></ul></div><div
class="widget"><h3>Subscribe by email</h3><form><input type="email"></form></div></div></div>""",
    """forty herrings every October / a handful for each fish / thirty grams / three weeks in
    the dark""",
    """About the cook / All recipes / fish dishes / Smoking an eel / Boiling winter crab / Mine
    went soft / Lovely to read / Leave a Reply / will not be published / A pot for the whole
    street / Bread without an oven / Fish and shells / Subscribe by email""",
)
DOCS = page(
    "Setting the lamp timer",
    """<div class="navbar"><a href="/">Lampworks manual</a><form role="search"><input
type="search"></form></div>
<div class="document"><div class="sphinxsidebar"><h3>Contents of the manual</h3><ul><li><a
href="a.html">Unpacking the lamp</a></li><li><a href="b.html">Wiring the lamp</a><ul><li><a
href="b1.html">Fuses for the lamp</a></li></ul></li></ul></div>
<div class="body" role="main"><div class="breadcrumbs"><a href="/">Manual home</a> » <a
href="/t">Timers part</a></div>
<div class="lang-switch"><a href="/de/" hreflang="de">Deutsch</a> <a href="/fr/"
hreflang="fr">Français</a> <a href="/es/" hreflang="es">Español</a></div>
<div class="toc"><p>On this page</p><ul><li><a href="#s">Starting the timer</a></li><li><a
href="#t">Stopping the timer</a></li><li><a href="#u">Resetting it</a></li></ul></div>
<h1>Setting the lamp timer<a class="headerlink" href="#x" title="Link">¶</a></h1><p>The timer
turns the lamp on at dusk. It needs the date, and the place of the lamp.</p>
<h2 id="s">Start<a class="headerlink" href="#s">¶</a></h2><div class="highlight
language-bash"><pre>lamp --start 18:40
lamp --check</pre></div><p>Wait for the green light before you close the box.</p>
<div class="admonition note"><p class="admonition-title">Note</p><p>In summer the lamp waits ten
minutes longer.</p></div>
<h2 id="t">Stop</h2><p>Press the key twice.</p><p><a href="https://code.example/edit">Edit this
page on GitHub</a></p></div>
<div class="related"><ul><li><a href="p.html">previous</a></li><li><a
href="n.html">next</a></li></ul></div></div><div class="footer">Made with Docmaker.</div>""",
    """turns the lamp on at dusk / lamp --start 18:40 / lamp --check / Wait for the green light
    / ten minutes longer / Press the key twice""",
    """Unpacking the lamp / Wiring the lamp / Fuses for / Manual home / Timers part / Deutsch /
    Français / Starting the timer / Stopping the timer / ¶ / Edit this page / Made with
    Docmaker""",
)
WIKI = page(
    "Aldhaven",
    """<div id="mw-navigation"><h2>Navigation menu</h2><ul><li><a href="/r">Random page of the
wiki</a></li></ul></div>
<div id="content" class="mw-body" role="main"><h1 id="firstHeading">Aldhaven</h1><div id="siteSub"
class="noprint">From the free wiki of the coast</div>
<a class="mw-jump-link" href="#p-search">Jump to search</a>
<div class="mw-parser-output"><table class="infobox"><tr><th colspan="2">Aldhaven</th></tr><tr><th
scope="row">Founded</th><td>1204</td></tr><tr><th scope="row">Mayor</th><td>Ida
Lund</td></tr></table>
<p><b>Aldhaven</b> is a port on the western coast.<sup class="reference"><a
href="#c1">[1]</a></sup> It has a fishing fleet of forty boats.</p>
<div id="toc" class="toc"><h2>Contents</h2><ul><li><a href="#H">1 History of the
port</a></li><li><a href="#E">2 Economy of the port</a></li><li><a href="#S">3 Sources
used</a></li></ul></div>
<h2><span id="H">History</span><span class="mw-editsection">[<a
href="/e">edit</a>]</span></h2><p>The first pier was built of oak in 1231 by the monks of Saint
Olaf.</p>
<h2>See also</h2><ul><li><a href="/w/Northhaven">Northhaven</a>, the next port</li></ul>
<h2>References</h2><ol><li id="c1">Lund, I.: The Book of the Port. 1931.</li></ol>
<div class="navbox"><table><tr><td><a href="/1">Ports of the north</a> · <a href="/2">Ports of the
south</a> · <a href="/3">Ports of the isles</a></td></tr></table></div></div>
<div id="catlinks" class="catlinks">Categories: <a href="/c">Harbour towns of the coast</a> | <a
href="/d">Places founded in 1204</a></div>
<div id="p-lang"><h3>Languages</h3><ul><li><a hreflang="de" href="//de">Deutsch</a></li><li><a
hreflang="sv" href="//sv">Svenska</a></li><li><a hreflang="no"
href="//no">Norsk</a></li></ul></div></div>""",
    """1204 / Ida Lund / a port on the western coast / forty boats / built of oak in 1231 / the
    next port / The Book of the Port""",
    """Random page of / Jump to search / History of the port / Economy of the port / [edit] /
    Ports of the north / Ports of the isles / Harbour towns of the coast / Places founded /
    Deutsch / Svenska""",
)
FAQ = page(
    "Questions about the ferry",
    """<header><nav><a href="/">Ferry line home</a><a href="/t">Timetable of the
line</a></nav></header>
<main><h1>Questions about the ferry</h1><div class="accordion">
<h2><button aria-expanded="false" aria-controls="p1">May I bring a bicycle?</button></h2><div
id="p1" hidden><p>Yes, for two crowns, if there is room on the deck.</p></div>
<h2><button aria-expanded="false" aria-controls="p2">Is there food on board?</button></h2><div
id="p2" hidden><p>Soup and bread are sold until nine.</p></div></div>
<button aria-expanded="false" data-bs-target="#p3">What if it is stormy?</button><div
class="collapse" id="p3"><p>The captain decides at six in the morning.</p></div>
<details><summary>Dogs and cats</summary><p>They travel in the lower cabin.</p></details>
<a href="/b" target="_blank">Book a place<span class="sr-only">(opens in new window)</span></a>
<p>Ask the harbour master for all else. <svg aria-hidden="true"><title>Phone
icon</title></svg></p></main>
<div role="dialog" class="modal newsletter"><h2>Stay in touch</h2><p>Get our letter each month,
with all the news of the line and its boats.</p></div>""",
    """May I bring a bicycle? / for two crowns / Is there food / until nine / What if it is
    stormy? / decides at six / Dogs and cats / in the lower cabin / Ask the harbour master""",
    """Ferry line home / Timetable of the line / opens in new window / Phone icon / Stay in
    touch / Get our letter""",
)
SHOP = page(
    "Oilskin coat, yellow",
    """<div class="topbar"><a href="/login">Log in here</a> <a href="/cart">Basket
(0)</a></div><ul class="breadcrumb"><li><a href="/">Shop home</a></li><li><a href="/c">Coats and
hats</a></li></ul>
<div class="product"><h1>Oilskin coat, yellow</h1><p class="price">120 crowns</p><p>A coat for
rain from all sides, sewn in Aldhaven of waxed cotton. It reaches below the knee and has two deep
pockets.</p>
<ul role="tablist"><li><button role="tab" id="t1" aria-controls="q1">Care</button></li><li><button
role="tab" id="t2" aria-controls="q2">Sizes of coats</button></li></ul>
<div role="tabpanel" id="q1" aria-labelledby="t1"><p>Wipe it with a wet cloth and wax it once a
year.</p></div><div role="tabpanel" id="q2" aria-labelledby="t2"
hidden><table><tr><th>Size</th><th>Chest in
cm</th></tr><tr><td>M</td><td>102</td></tr></table></div>
<button>Add to basket</button><a href="/w">Add to cart</a></div>
<div class="customers-also"><h2>Customers also bought</h2><ul><li><a href="/1">Rubber boots,
green</a> 60 crowns</li><li><a href="/2">Woollen hat, grey</a> 15 crowns</li></ul></div>
<div class="newsletter-signup"><h3>Ten per cent off</h3><p>Sign up and save on your first
order.</p></div><div class="footer-links"><a href="/t">Terms of sale</a> <a href="/p">Privacy at
the shop</a></div>""",
    """120 crowns / sewn in Aldhaven / two deep pockets / Care / wax it once a year / Sizes of
    coats / Chest in cm: 102""",
    """Log in here / Basket (0) / Shop home / Coats and hats / Add to cart / Rubber boots /
    Woollen hat / Sign up and save / Terms of sale / Privacy at the shop""",
)
GOVERNMENT = page(
    "Apply for a mooring",
    """<div id="global-cookie-message" class="cookie"><p>This site uses cookies to count its
visitors.</p></div><header role="banner"><a href="/">Port Authority home</a></header>
<div class="breadcrumbs"><ol><li><a href="/">Services of the port</a></li></ol></div>
<main role="main"><h1>Apply for a mooring</h1><p>You must apply by 31 March. A mooring costs 80
crowns a year for a boat under six metres.</p>
<div class="step"><h2>Before you start</h2><p>You need:</p><ul><li><a href="/reg">the boat's
registration</a></li><li>your address</li><li>a receipt for last year's fee</li></ul></div>
<div class="gem-c-related"><h2>Related content</h2><ul><li><a href="/1">Register a new
boat</a></li><li><a href="/2">Report an oil spill</a></li></ul></div>
<div class="feedback-form"><p>Is this page useful to you?</p><button>Yes</button><a
href="/r">Report</a></div></main>
<ul class="languages"><li><a href="/cy" lang="cy">Cymraeg</a></li><li><a href="/fr"
lang="fr">Français</a></li><li><a href="/de" lang="de">Deutsch</a></li></ul>""",
    """apply by 31 March / 80 crowns a year / the boat's registration / your address / a
    receipt for last year""",
    """count its visitors / Port Authority home / Services of the port / Register a new boat /
    Report an oil spill / Cymraeg / Français""",
)
FORUM = page(
    "Engine will not start",
    """<div class="nav"><a href="/">Boat owners' board</a> <a href="/f">Engines part of the
board</a></div><h1>Engine will not start</h1>
<div class="thread"><div class="comment post"><div class="author"><a href="/u1">Knut</a></div><div
class="comment-body"><p>My diesel turns over but it will not start when it is cold. I have changed
the filter and the fuel.</p></div><a href="#">Reply</a> <a href="#">Report</a></div>
<div class="comment post"><div class="author"><a href="/u2">Signe</a></div><div
class="comment-body"><p>Look at the glow plugs first. Two of mine were dead, and it behaved just
like that.</p></div><a href="#">Reply</a></div>
<div class="comment post"><div class="author"><a href="/u1">Knut</a></div><div
class="comment-body"><p>That was it! One plug was cracked. Thank you, it starts at minus ten
now.</p></div></div></div>
<div class="pagination"><a href="?p=2">2</a> <a href="?p=3">Last page of it</a></div><div
class="sidebar"><h4>Hot topics</h4><ul><li><a href="/1">Which paint below the
water?</a></li><li><a href="/2">Anchors for sand and mud</a></li></ul></div>""",
    """it will not start when it is cold / Look at the glow plugs / One plug was cracked / at
    minus ten now""",
    "Engines part of the board / Last page of it / Which paint below / Anchors for sand",
)
TABLES = page(
    "Birds of the isle",
    """<table width="800"><tr><td colspan="2"><a href="/">Isle pages front</a></td></tr><tr><td
width="150" valign="top"><a href="1.htm">Map of the isle</a><br><a href="2.htm">Boats to the
isle</a><br><a href="3.htm">Guest book here</a><br><a href="4.htm">Old photographs</a></td>
<td><h1>Birds of the isle</h1><p>Ninety kinds of birds have been seen on the isle since the count
began in 1950, most of them in May.</p><p>The puffins come in April and leave in August. Nobody
may land on the north side while they breed.</p><p>The count is made by two people who walk the
shore at dawn, one in each direction, and meet at the beacon.</p></td></tr></table>""",
    """Ninety kinds of birds / most of them in May / Nobody may land on the north side / meet
    at the beacon""",
    "Map of the isle / Boats to the isle / Guest book here / Old photographs",
)
MAIL = page(
    "[boats] varnish",
    """<ul><li><b>Messages sorted by:</b> <a href="date.html">[ date of it ]</a> <a
href="thread.html">[ thread of it ]</a></li></ul><h1>[boats] varnish</h1><b>Tom Reed</b> <a
href="mailto:x">tom at boats.example</a><br><i>Tue Mar 3 10:15 2009</i><hr>
<pre>Anna wrote:
&gt; How many coats does the mast need before it can be left out in
&gt; the winter without cover?

Seven coats, with two days between them, and a light rub with wet
paper before the last two. I have left mine out for nine winters
and it has not gone grey.

Tom</pre><hr><ul><li>Previous message: <a href="1.html">[boats] anchor chain
length</a></li><li>Next message: <a href="2.html">[boats] stove for sale</a></li></ul>""",
    """How many coats does the mast need before it can be left out in the winter without cover?
    / a light rub with wet paper before the last two. / and it has not gone grey.""",
    "",
)
RECIPE = page(
    "Barley soup",
    """<article><h1>Barley soup</h1><a class="jump" href="#recipe">Jump to Recipe</a> <a href="#"
class="print">Print Recipe</a><p>This is what the pilots eat at four in the morning, and it keeps
for three days.</p>
<div class="ad-slot">Advertisement</div><div id="recipe"><h2>What you need</h2><ul><li>200 g of
barley</li><li>1½ litres of broth</li><li>2 leeks</li></ul><h2>How it is made</h2><ol><li>Soak the
barley overnight.</li><li>Boil it in the broth for fifty minutes.</li><li>Add the leeks, and
salt.</li></ol></div>
<p>It may be frozen.</p><div class="you-may-also-like"><h3>You may also like</h3><p><a
href="/1">Pea soup with ham</a></p><p><a href="/2">Fish soup of the north</a></p></div></article>
<section class="comments-area"><h2>Comments</h2><p>I made it with oats and my family ate every
drop of it.</p></section>""",
    """at four in the morning / 200 g of barley / 1½ litres of broth / Soak the barley
    overnight / for fifty minutes / It may be frozen""",
    """Jump to Recipe / Print Recipe / Advertisement / Pea soup with ham / Fish soup of the
    north / I made it with oats""",
)
WORD = page(
    "Rules of the harbour club",
    """<div class=WordSection1><p class=MsoTitle>Rules of the harbour club<o:p></o:p></p><p
class=MsoNormal>Members pay in <st1:place w:st="on">Aldhaven</st1:place> by
May.<o:p>&nbsp;</o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New
Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>Oars are shared.</p>
<p class=MsoNormal>The key hangs by the door.</p></div><!--[if gte mso 9]><xml><w:View>Print
view</w:View></xml><![endif]-->""",
    "Members pay in Aldhaven by May. / • Oars are shared. / The key hangs by the door.",
    "Print view",
)
PLAIN = page(
    "A walk to the beacon",
    """""<h1>A walk to the beacon</h1><p>Start at the church and keep the sea on your left
    hand.</p><h2>The bog</h2><p>There are planks over the wet part, and a rope.</p><p>From the
    top you see three islands on a clear day, and in March the ice.</p><hr><p>Written by the
    ramblers of Aldhaven.</p>"""
    "",
    """keep the sea on your left / planks over the wet part / in March the ice / Written by the
    ramblers""",
    "",
)
SECTIONS = page(
    "Museum of nets",
    """<div class="hero"><h1>Museum of nets</h1><p>Open from May to September, each day but
Monday, from ten to five o'clock in the afternoon.</p></div>
<div class="row"><div class="elementor-widget elementor-widget-text-editor"><p>Tickets: six
crowns.</p></div><div class="elementor-widget elementor-widget-text-editor"><h2>How to
come</h2><p>Take bus 4 to the old pier, it stops at the door and goes twice an hour until the
evening.</p></div></div>
<div class="row"><h2>Groups</h2><p>Schools may come in winter too, if they ring before, and the
guide then lights the stove for them in the loft.</p></div>
<div class="social-links"><a href="https://fb.example">Nets on Facebook</a> <a
href="https://ig.example">Nets on Instagram</a></div><div class="site-footer"><a
href="/imprint">Imprint of the museum</a></div>""",
    "each day but Monday / Tickets: six crowns. / Take bus 4 / lights the stove for them",
    "Nets on Facebook / Nets on Instagram / Imprint of the museum",
)
SAVED_BEHIND_DIALOG = page(
    "Tides in March",
    """<div id="app" aria-hidden="true"><header><a href="/">Tide office
start</a></header><main><h1>Tides in March</h1><p>The spring tide of the ninth is the highest of
the year, at four metres and ten.</p><ul><li>Low water on the ninth is at
noon.</li></ul></main></div>
<div role="dialog" id="consent-box"><p>We and our partners store data on your device to show you
advertisements that fit.</p></div>""",
    "the highest of the year / Low water on the ninth",
    "Tide office start / We and our partners",
)
MEDICAL = page(
    "Lithium for the ward",
    """<div class="container"><ul class="nav nav-tabs"><li><a href="/a">Ward handbook
index</a></li><li><a href="/b">Telephone list of the ward</a></li></ul>
<h1>Lithium for the ward</h1><section id="social-history"><h2>Social history</h2><p>Ask who cooks
at home.</p></section><section id="related-work"><h2>Related work</h2><p>Two trials are under
way.</p></section>
<section class="comments"><h2>Comments</h2><p>Levels over 1.2 mmol/l are not to be kept for more
than three days, and the kidney is looked at each quarter by the ward's own
physician.</p></section>
<aside class="note"><p>Never give it with a diuretic unless the level is taken twice a week, and
write down who asked for it.</p></aside><p>The dose is taken at night, after food, and the level
in the morning, twelve hours later.</p></div>""",
    """Ask who cooks at home. / Two trials are under way. / Levels over 1.2 mmol/l / twelve
    hours later""",
    "Ward handbook index / Telephone list of the ward",
)
LINKS_ARE_TEXT = page(
    "Leaflets of the clinic",
    """""<main><h1>Leaflets of the clinic</h1><p>The clinic has printed these
    leaflets:</p><ul><li><a href="/1.pdf">Sleep without pills</a></li><li><a
    href="/2.pdf">Grief in the first year</a></li><li><a href="/3.pdf">When a child is
    afraid</a></li><li><a href="/4.pdf">Voices at night</a></li></ul><p>They are
    free.</p></main>"""
    "",
    """Sleep without pills / Grief in the first year / When a child is afraid / Voices at night
    / They are free.""",
    "",
)
FRONT = page(
    "News of the week",
    """""<header><a href="/">Week home</a></header><main><h1>News of the
    week</h1><article><h2><a href="/1">New lamp on the pier</a></h2><p>It was lit for the first
    time on Friday evening.</p></article><article><h2><a href="/2">Old mill sold</a></h2><p>The
    choir has bought it for one crown.</p></article><article><h2><a href="/3">Frost in the
    orchard</a></h2><p>Half of the plums are lost.</p></article></main>"""
    "",
    "New lamp on the pier / lit for the first time / The choir has bought it / Half of the plums",
    "Week home",
)
TABS = page(
    "Rates of the guest house",
    """<main><h1>Rates of the guest house</h1><ul class="nav-tabs" role="tablist"><li><a
role="tab" href="#w" id="tw">Winter</a></li><li><a role="tab" href="#s"
id="ts">Summer</a></li></ul>
<div class="tab-pane" role="tabpanel" id="w" aria-labelledby="tw"><p>A room is 30 crowns a
night.</p></div><div class="tab-pane" role="tabpanel" id="s" aria-labelledby="ts"
style="display:none"><p>A room is 55 crowns a night.</p></div>
<div hidden="until-found"><p>Pets pay nothing.</p></div><dialog id="house"><h2>House
rules</h2><p>The door is locked at eleven, and the key is under the third stone from the
well.</p></dialog><p style="display:none">Error: please enter a date.</p></main>""",
    """Winter / 30 crowns a night / Summer / 55 crowns a night / Pets pay nothing. / House
    rules / under the third stone""",
    "please enter a date",
)
FORM_PAGE = page(
    "Report of the night watch",
    """""<form id="aspnetForm" action="/x"><div id="topnav"><a href="/1">Watch home page</a><a
    href="/2">All of the reports</a></div><div><h1>Report of the night watch</h1><label>Name:
    <input value="Berta Klein"></label><p><input type="checkbox" checked> Lamp lit <input
    type="checkbox"> Fog horn sounded</p><p>The wind turned at two, and the watch was doubled
    until the morning came over the hills.</p><textarea>Nothing else was
    seen.</textarea></div></form>"""
    "",
    """Berta Klein / ☑ Lamp lit / ☐ Fog horn sounded / the watch was doubled / Nothing else was
    seen.""",
    "Watch home page / All of the reports",
)
NESTED = page(
    "How rope is laid",
    """<div class="page"><div class="col-left"><div class="block"><ul><li><a href="/1">Hemp and
flax</a></li><li><a href="/2">Knots of all kinds</a></li><li><a href="/3">Tools of the
trade</a></li><li><a href="/4">Who we are here</a></li></ul></div></div>
<div class="col-main"><div class="std"><h1>How rope is laid</h1><p>Three strands are twisted
against one another, so that each holds the other from turning back.</p><p>The walk is three
hundred metres long. One man walks it forty times a day, backwards, with the yarn about his
waist.</p></div><div class="addthis_toolbox"><a href="https://pinterest.com/pin/create/x">Pin the
rope</a></div></div>
<div class="col-right"><div class="block-poll"><strong>Popular posts</strong><ul><li><a
href="/9">Tar is coming back</a></li><li><a href="/8">A bell from the
wreck</a></li></ul></div></div></div>""",
    "Three strands are twisted / forty times a day",
    """Hemp and flax / Knots of all kinds / Pin the rope / Tar is coming back / A bell from the
    wreck""",
)

PAPER = page(
    "Frost warning for the isles | Coast Daily",
    """<div class="masthead"><a href="/"><img alt="Coast Daily" src="l.svg"></a><div
class="global-nav"><a href="/w">Weather desk</a><a href="/o">Opinion desk</a><a href="/m">More
sections</a></div></div>
<div class="layout"><div class="story"><h1 class="headline">Frost warning for the isles</h1><div
class="story__meta">Updated 3 March, by Ida Lund</div><ul class="c-share"><li><a
href="https://x.com/intent/post?u=1">Post it</a></li><li><a href="mailto:?subject=x">Email a
friend</a></li></ul>
<p>The weather office warns of frost on all the isles from Tuesday night until the end of the
week.</p>
<div class="inline-promo">Read more: <a href="/2">How to keep pipes from freezing</a></div>
<p>Boats should be covered, and water pipes emptied. The ferry will run as usual.</p>
<figure><img src="a.jpg" alt="Ice on a rope"><figcaption>Ice on a rope in the inner
harbour.</figcaption></figure>
<p>In 1985 the harbour froze for nine days.</p><div class="newsletter-inline"><h4>The morning
letter</h4><p>All the news of the coast at seven each day.</p><form><input type="email"
placeholder="E-mail"></form></div>
<p>The office will speak again on Thursday.</p></div>
<div class="rail"><div class="most-viewed"><h3>Most read</h3><ol><li><a href="/a">Whale seen off
the cape</a></li><li><a href="/b">New priest arrives</a></li></ol></div><div
class="ad-rail"><span>Advertisement</span></div></div></div>
<div class="recirculation"><h2>Up next</h2><a href="/c"><h3>Storm takes roof of
school</h3></a><a href="/d"><h3>Museum buys a bell</h3></a></div>
<div class="bottom"><p>© 2024 Coast Daily</p><a href="/p">Privacy choices</a></div>""",
    """from Tuesday night until / water pipes emptied / run as usual / Ice on a rope in the inner
harbour / froze for nine days / again on Thursday / Frost warning for the isles""",
    """Weather desk / Opinion desk / More sections / Post it / Email a friend / How to keep
pipes / The
morning letter / at seven each day / Whale seen / New priest / Advertisement / Storm takes roof
/ Museum buys / © 2024 / Privacy choices""",
)
LEAFLET = page(
    "Panic attacks: a leaflet",
    """<div id="top"><a href="#main-content" class="visually-hidden">Skip to main content</a><form
class="search"><input type="search" value=""><button>Search</button></form></div>
<div class="hero-nav"><ul><li><a href="/a">Conditions A to Z</a></li><li><a href="/b">Live well
pages</a></li><li><a href="/c">Care and support</a></li></ul></div>
<main id="main-content"><nav class="contents"><h2>Contents</h2><ol><li>Overview of it</li><li><a
href="/s">Symptoms page</a></li></ol></nav>
<h1>Panic attacks</h1><section><h2>What it feels like</h2><ul><li>a racing heart</li><li>feeling
faint</li></ul><p>It usually passes in 20 minutes.</p></section>
<div class="callout callout--urgent"><h3><span class="visually-hidden">Urgent advice:
</span>Call the line if:</h3><ul><li>you might harm yourself</li></ul></div>
<details class="expander"><summary>Medicines used</summary><div><p>Sertraline 25 mg a day at
first, then 50 mg.</p></div></details>
<div class="help-panel"><h2>Find out more</h2><p><a href="/1">The crisis line</a> is open all
night: 0555 123.</p></div>
<div class="review">Page last reviewed: 4 May 2023</div></main>
<div class="share-links"><h2>Share this page</h2><a
href="https://www.facebook.com/sharer.php?u=1">Facebook share link</a></div>
<footer><h2>Support links</h2><ul><li><a href="/x">Contact our office</a></li></ul></footer>""",
    """a racing heart / feeling faint / passes in 20 minutes / Call the line if / you might harm
yourself / Medicines used / 25 mg a day at first / open all night: 0555 123 / last reviewed: 4
May 2023""",
    """Skip to main / Conditions A to Z / Live well pages / Symptoms page / Facebook share link
/ Share
this page / Contact our office""",
)
ANSWERS = page(
    "Kettle does not switch off",
    """<div class="topbar"><a href="/">Fix it forum</a><a href="/reg">Register now</a></div><div
class="crumbs"><a href="/">Start</a> &gt; <a href="/k">Kitchen things</a></div>
<div id="question"><h1>Kettle does not switch off</h1><div class="postcell"><div
class="post-text"><p>My kettle boils on and on. The lid is shut and the plate is clean. What
else can it be?</p></div><div class="post-taglist"><a class="post-tag"
href="/t/k">kettles-tag</a> <a class="post-tag" href="/t/s">switch-tag</a></div><div
class="comments"><ul><li class="comment"><span>Is it the metal one?</span> <a
href="/u">tom</a></li></ul></div></div></div>
<div id="answers"><h2>2 Answers</h2><div class="answer"><div class="vote">7</div><div
class="post-text"><p>The steam tube is blocked by lime. Boil vinegar in it and wait for an hour
before you rinse.</p><pre><code>vinegar: 200 ml</code></pre></div><div class="post-menu"><a
href="/s">Share</a> <a href="/e">Edit</a> <a href="/f">Follow</a></div></div>
<div class="answer"><div class="post-text"><p>Mine had a bent switch. I bent it
back.</p></div></div></div>
<div id="sidebar"><div class="module"><h4>Linked</h4><div><a href="/1">Why does my kettle
leak?</a></div><div><a href="/2">Kettle hums at night</a></div></div><div class="module"><h4>Hot
Network Questions</h4><ul><li><a href="/9">Can a cat eat herring?</a></li></ul></div></div>""",
    """boils on and on / What else can it be? / The steam tube is blocked / vinegar: 200 ml / a bent
switch""",
    """Register now / Kitchen things / kettles-tag / Why does my kettle leak / Kettle hums /
Can a cat
eat""",
)
DECREE = page(
    "Verordnung über Boote",
    """<div id="kopf"><ul id="sprachwahl"><li>Deutsch</li><li><a href="/fr"
lang="fr">Français</a></li><li><a href="/it" lang="it">Italiano</a></li><li><a href="/en"
lang="en">English</a></li></ul></div>
<div id="navigation_links"><ul><li><a href="/1">Amt und Leute</a></li><li><a href="/2">Gesetze
von A bis Z</a></li><li><a href="/3">Formulare des Amts</a></li></ul></div>
<div id="inhalt"><h1>Verordnung über Boote</h1><p><b>§ 1</b> Boote über sechs Meter sind beim
Amt zu melden.</p><p><b>§ 2</b> Wer ein Boot nicht meldet, zahlt 40
Kronen.</p><h2>Fußnoten</h2><p><sup>1</sup> Fassung vom 3. Mai 1931.</p>
<div class="zumthema"><h3>Mehr zum Thema</h3><ul><li><a href="/a">Verordnung über
Netze</a></li><li><a href="/b">Gebühren im Hafen</a></li></ul></div>
<p class="top"><a href="#kopf">Nach oben</a></p></div><div id="fuss">Impressum | <a
href="/d">Datenschutz im Amt</a></div>""",
    """sind beim Amt zu melden / zahlt 40 Kronen / Fassung vom 3. Mai 1931""",
    """Français / Italiano / Amt und Leute / Gesetze von A / Formulare des / Verordnung über Netze /
Gebühren im Hafen / Nach oben / Datenschutz im""",
)
APP = page(
    "Ticket 12: door alarm",
    """<div id="app"><div class="sc-a1"><a href="/d">Dashboard view</a><a href="/t">Tickets
view</a><a
href="/r">Reports view</a></div><div class="sc-b2"><div class="sc-c3"><h1>Door alarm rings at
noon</h1><div>Status: open. Reported by Knut on 3 May.</div><div>The alarm of the north door
rings each day at noon and stops after a minute.</div><div>It began when the clock was
set.</div></div>
<div class="sc-d4"><button>Save</button><button>Discard all</button></div></div></div>""",
    """Status: open. / rings each day at noon / when the clock was set""",
    """Dashboard view / Tickets view / Reports view / Discard all""",
)
BUILDER = page(
    "Soup kitchen hours",
    """<div class="elementor"><div class="elementor-element elementor-widget
elementor-widget-nav-menu"><ul class="elementor-nav-menu"><li><a href="/">Home of the
kitchen</a></li><li><a href="/d">Donate to us</a></li></ul></div>
<div class="elementor-widget-heading"><h1>Soup kitchen hours</h1></div><div
class="elementor-widget-text-editor"><p>Monday to Friday, 11 to 2.</p></div><div
class="elementor-widget-icon-list"><ul><li><a href="tel:1">0555 777</a></li><li>Quay street
4</li></ul></div><div class="elementor-widget-toggle"><div class="elementor-tab-title"
role="button" aria-controls="e1">Is it free?</div><div id="e1" class="elementor-tab-content"
style="display:none"><p>Yes, for all.</p></div></div>
<div class="elementor-widget-social-icons"><a href="https://fb.example">Kitchen on
Facebook</a></div></div>""",
    """Monday to Friday, 11 to 2. / 0555 777 / Quay street 4 / Is it free? / Yes, for all.""",
    """Home of the kitchen / Donate to us / Kitchen on Facebook""",
)
THEME = page(
    "Herbs for the ward garden",
    """<body class="page category-related"><div class="site"><div class="post-7 type-post tag-share
category-newsletter entry"><h2 class="entry-title">Herbs for the ward garden</h2><div
class="entry-meta">12 May 2020 by Tove</div><p>Thyme likes stones, and mint should have a pot of
its own or it takes the bed.</p><p>Sage is cut in March.</p><p class="wp-block-tag-cloud"><a
href="/t/1">garden-tag</a> <a href="/t/2">ward-tag</a></p></div>
<div class="jp-relatedposts"><h3>Related</h3><p><a href="/1">A bench by the wall</a></p><p><a
href="/2">Birds at the window</a></p></div><div class="nav-links"><a rel="prev" href="/p">Older:
paint for the fence</a></div><div id="secondary" class="widget-area"><section
class="widget"><h2>Archives</h2><ul><li><a href="/2020">May of
2020</a></li></ul></section><section class="widget"><h2>Meta</h2><ul><li><a href="/l">Log
in</a></li></ul></section></div></div>""",
    """Thyme likes stones / a pot of its own / Sage is cut in March.""",
    """garden-tag / A bench by the wall / Birds at the window / Older: paint / May of 2020 /
Log in""",
)

PAGES = tuple(value for value in list(globals().values()) if isinstance(value, Page))
