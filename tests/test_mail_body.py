# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is left of the HTML of a mail: words, and nothing that acts by itself."""

import re

from hypothesis import HealthCheck, given, settings, strategies as st
from lxml import html

from odoo.tests import tagged
from odoo.tests.common import TransactionCase

from .browser import Person
from .common import GwsHttpCase
from .mail_case import MailMixin

EVIL = "https://s.example/x"
HOSTILE = {
    "script": "<script src='https://s.example/x'></script><script>alert(1)</script>",
    "link": "<link rel=stylesheet href='https://s.example/x'><link rel=prefetch "
    "href='//s.example/x'>",
    "style": "<style>@import 'https://s.example/x'; p{background:url(//s.example/x)}"
    "</style>",
    "poster": "<video poster='https://s.example/x' src=//s.example/x autoplay>"
    "<source src='https://s.example/x'><track src='https://s.example/x'></video>",
    "audio": "<audio src='https://s.example/x' autoplay></audio>",
    "svg": "<svg><image href='https://s.example/x' xlink:href='//s.example/x'/>"
    "<use href='https://s.example/x'/><style>*{fill:url(//s.example/x)}</style></svg>",
    "math": "<math><mtext><table><mglyph><style><img src=https://s.example/x>",
    "input": "<input type=image src='https://s.example/x'>",
    "form": "<form action='https://s.example/x'><button formaction='//s.example/x'>"
    "Log in</button><textarea>t</textarea></form>",
    "ping": "<a href='https://ok.example' ping='https://s.example/x'>a</a>",
    "iframe": "<iframe src='https://s.example/x' srcdoc='<img src=//s.example/x>'>",
    "object": "<object data='https://s.example/x'><embed src='//s.example/x'>"
    "</object><applet code=x codebase='https://s.example/x'></applet>",
    "meta": "<meta http-equiv=refresh content='0;url=https://s.example/x'>",
    "base": "<base href='https://s.example/'><img src='x.png'>",
    "srcset": "<img srcset='https://s.example/x 2x'><picture><source srcset='"
    "//s.example/x'><img src='https://s.example/x'></picture>",
    "img": "<img src='https://s.example/x'><img src='//s.example/x'>"
    "<img src=' h\tttps:/\n/s.example/x'><img src='\\\\s.example\\x'>"
    "<image src='https://s.example/x'><img lowsrc=//s.example/x dynsrc=//s.example/x>",
    "attributes": "<table background='https://s.example/x'><tr><td background="
    "'//s.example/x'>t</td></tr></table><body background='https://s.example/x'>",
    "css": '<p style="background:url(https://s.example/x)">a</p><p style="background-'
    "image:u\\72l('//s.example/x')\">b</p><p style='background-image:image-set("
    '"//s.example/x" 1x)\'>c</p><p style=\'background-image:src("//s.example/x")\'>d'
    "</p><p style='list-style-image:/**/url(//s.example/x)'>e</p>",
    "cover": "<div style='position:fixed;top:0;left:0;width:100%;height:100%;"
    "z-index:99'"
    " class='position-fixed vw-100 o_dialog' id=action>f</div>"
    "<div style='margin-top:-900px;margin-left: -.5em'>g</div>",
    "handlers": "<img src=x onerror=alert(1)><p onclick='alert(1)'>h</p><details open "
    "ontoggle=alert(1)>i</details>",
    "javascript": "<a href='javascript:alert(1)'>j</a><a href=' JaVa\tScript:alert()'>k"
    "</a><a href='data:text/html,<script>alert(1)</script>'>l</a>"
    "<a href='vbscript:x'>m</a><img src='javascript:alert(1)'>",
    "odoo": "<img src='/web/session/logout'><img src='/web/image/1'><a href="
    "'/web/session/logout'>n</a><a href='../x'>o</a><img src='web/image/1'>"
    "<p data-embedded='x' data-oe-model='res.users' data-bs-toggle=dropdown>p</p>",
    "comment": "<!--[if mso]><img src='https://s.example/x'><![endif]-->"
    "<!--><img src=https://s.example/x>--><![CDATA[<img src=https://s.example/x>]]>"
    "<?xml <img src=https://s.example/x>?>",
    "mutation": "<noscript><p title='</noscript><img src=https://s.example/x>'></noscript>"
    "<xmp><img src=https://s.example/x></xmp><textarea><img src=//s.example/x>"
    "<select><style><img src=https://s.example/x></style></select>"
    "<template><img src=https://s.example/x></template>",
    "cut": "<img src='https://s.example/x' <p title=\"><img src=https://s.example/x>",
    "svg data": '<img src=\'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg">'
    '<image href="https://s.example/x"/></svg>\'>',
}
FINE = {
    '<a href="https://shop.example/a?b=c&amp;d">Shop</a>': 'href="https://shop.example/a',
    '<a href="mailto:x@y.example">Mail</a>': 'href="mailto:x@y.example"',
    '<p style="color:rgb(1, 2, 3); margin:0 4px">A</p>': "rgb(1, 2, 3)",
    "<table><tr><td width=20 align=right>1</td></tr></table>": "<td",
    '<img src="data:image/png;base64,iVBORw0KGgo=" alt="dot">': "data:image/png",
    "<p>سلام <b>دنیا</b> &lt;3</p>": "سلام <b>دنیا</b> &lt;3",
}
# Odoo shows the text of an e-mail in a tree of its own.
IN_CHATTER = (
    "[...document.querySelectorAll('.o-mail-Message *')]"
    ".some((part) => part.shadowRoot?.textContent.includes('%s'))"
)
TAG = re.compile(r"<[a-z][^>]*>", re.IGNORECASE)


@tagged("post_install", "-at_install")
class TestMailBody(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bodies = cls.env["gws.mail.body"]

    def stored(self, text, pictures=None):
        """As the field keeps it."""
        clean = self.bodies._clean(text, pictures)
        messages = self.env["gws.message"]
        return messages._fields["body"].convert_to_column(clean, messages) or ""

    def check_stored(self, text):
        """Nothing acts, nothing points into Odoo; pictures may be elsewhere."""
        for node in self.nodes(text):
            self.assertNotIn(
                node.tag,
                ("script", "style", "iframe", "form", "input", "svg", "video", "link"),
            )
            for name, value in node.attrib.items():
                self.assertFalse(name.startswith("on"), name)
                if name == "src":
                    self.assertRegex(
                        value, r"^(https?://|//|data:image/|/web/image/\d+$)"
                    )
                elif name == "href":
                    self.assertRegex(
                        value, r"(?i)^(https?|mailto|tel|sms|callto|xmpp|geo|ftp):"
                    )
                elif name == "style":
                    self.assertNotRegex(value, r"(?i)url|position|\\|image|expression")
                else:
                    self.assertNotIn(
                        name, ("class", "id", "background", "srcset", "ping")
                    )

    def check_shown(self, text):
        """A browser fetches nothing for it but pictures of our own."""
        self.check_stored(text)
        for node in self.nodes(text):
            for name, value in node.attrib.items():
                if name == "src":
                    self.assertRegex(value, r"^(data:image/|/web/image/\d+$)")
                elif name != "href":
                    self.assertFalse(name == "style" and "//" in value, value)

    def nodes(self, text):
        if not text or not str(text).strip():
            return []
        root = html.fragment_fromstring(str(text), create_parent="div")
        return list(root.iterdescendants())

    def test_hostile(self):
        for name, text in HOSTILE.items():
            for hostile in (text, f"<p>Before {text} after</p>", f"{text}<b>end</b>"):
                with self.subTest(name):
                    stored = self.stored(hostile)
                    self.check_stored(stored)
                    shown, _found = self.bodies._without_remote(stored)
                    self.check_shown(shown)
                    # Even were it stored as it came.
                    raw, _found = self.bodies._without_remote(hostile)
                    self.check_shown(raw)
                    self.assertNotIn(EVIL, "".join(TAG.findall(raw)))

    def test_words_stay(self):
        for name in ("cover", "handlers", "javascript", "css", "form"):
            with self.subTest(name):
                wanted = "".join(re.findall(r">(\w)</(?:p|a|div)", HOSTILE[name]))
                got = html.fromstring(self.stored(HOSTILE[name])).text_content()
                self.assertEqual("".join(re.findall(r"\b\w\b", got)) or wanted, wanted)

    def test_what_is_fine_stays(self):
        for text, wanted in FINE.items():
            with self.subTest(text):
                stored = self.stored(text)
                self.assertIn(wanted, stored)
                shown, found = self.bodies._without_remote(stored)
                self.assertIn(wanted, shown)
                self.assertFalse(found)

    def test_pictures(self):
        text = (
            "<img src='cid:a@b'><img src='CID:%61@b'><img src=cid:c>"
            "<img src='https://x.example/p.png'>"
        )
        stored = self.stored(text, {"a@b": 7})
        self.assertEqual(stored.count('"/web/image/7"'), 2)
        self.assertEqual(stored.count("src="), 3)
        shown, found = self.bodies._without_remote(stored)
        self.assertTrue(found)
        self.assertEqual(shown.count("src="), 2)
        self.assertEqual(self.bodies._without_remote(shown), (shown, False))

    @settings(
        max_examples=200,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        st.lists(
            st.one_of(
                st.sampled_from(sorted(HOSTILE.values())),
                st.sampled_from(sorted(FINE)),
                st.sampled_from(
                    [
                        "<",
                        ">",
                        "'",
                        '"',
                        "<!--",
                        "-->",
                        "</p>",
                        "<p ",
                        "<table>",
                        "\x00",
                    ]
                    + [
                        "<svg>",
                        "</style>",
                        "<style>",
                        "<math>",
                        "<title>",
                        "&#0;",
                        "\ud800",
                    ]
                    + [
                        "<b title='",
                        "<img ",
                        "src=",
                        EVIL,
                        "</body></html>",
                        "<plaintext>",
                    ]
                ),
                st.text(max_size=8),
            ),
            max_size=7,
        )
    )
    def test_anything(self, parts):
        text = "".join(parts)
        stored = self.stored(text)
        self.check_stored(stored)
        shown, _found = self.bodies._without_remote(stored)
        self.check_shown(shown)
        self.check_shown(self.bodies._without_remote(text)[0])


@tagged("post_install", "-at_install")
class TestMailOnScreen(MailMixin, GwsHttpCase):
    """What Chromium asks for when a staged mail is opened."""

    def fetch_proxy(self, url):
        """Called for every request that leaves this computer."""
        self.asked_for.append(url)
        return self.make_fetch_proxy_response("", 404)

    def test_nothing_is_fetched_before_it_is_asked_for(self):
        self.asked_for = []
        self.choose_labels()
        self.put(subject="Hostile", html="<p>Look here</p>" + "".join(HOSTILE.values()))
        self.put(
            subject="Pixel", html="<p>Newsletter</p><img src='https://ok.example/p'>"
        )
        self.sync()
        person = Person(self)
        self.addCleanup(person.close)
        with self.allow_requests(browser=person.chrome):
            self.authenticate("anna", "anna", browser=person.chrome)
            action = self.env.ref("google_workspace.gws_message_action_in").id
            for subject, words in (("Hostile", "Look here"), ("Pixel", "Newsletter")):
                [message] = self.staged(subject=subject)
                person.goes(f"{self.base_url()}/odoo/action-{action}/{message.id}")
                person.sees(".o_field_widget[name=body_shown]", words)
                self.assertEqual(self.asked_for, [], subject)
            person.clicks("button[name=action_show_remote]")
            person.misses("button[name=action_show_remote]")
            person.sees(".o_field_widget[name=body_shown]", "Newsletter")
            person.wait(
                "!!document.querySelector('.o_field_widget[name=body_shown] img')",
                "the picture that was asked for",
            )
            self.assertEqual(set(self.asked_for), {"https://ok.example/p"})
            clara = self.env["res.partner"].create(
                {"name": "Clara", "email": "clara@home.example"}
            )
            with self.acts(self.anna) as env:
                env["gws.message"].search([]).action_import()
            self.asked_for.clear()
            person.goes(f"{self.base_url()}/odoo/contacts/{clara.id}")
            for words in ("Newsletter", "Look here"):
                person.wait(IN_CHATTER % words, f"{words} in the chatter")
            self.assertEqual(self.asked_for, [], "in the chatter")
            person.goes("about:blank")
