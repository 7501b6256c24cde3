# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The frame and the little CSS around the pages a person sees. No script."""

from html import escape

STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; color: #202124; background: #f0f4f9;
  margin: 0; padding: 2rem 1rem; }
main { background: #fff; border-radius: 14px; padding: 1.5rem 2rem; margin: 0 auto;
  max-width: 34rem; }
main.wide { max-width: 80rem; padding: 1rem 1.2rem; }
h1 { font-size: 1.5rem; font-weight: 500; margin: .2rem 0 1rem; }
h2 { font-size: 1.1rem; font-weight: 500; }
label { display: block; padding: .35rem 0; }
.hint { background: #fef7e0; border-radius: 8px; padding: .6rem .9rem; }
.error { background: #fce8e6; border-radius: 8px; padding: .6rem .9rem; }
.dim { color: #5f6368; }
button { font: inherit; border-radius: 18px; border: 1px solid #747775;
  background: #fff; padding: .35rem 1.2rem; cursor: pointer; }
button.main { background: #0b57d0; color: #fff; border-color: #0b57d0; }
.right { text-align: right; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
td, th { text-align: left; padding: .35rem .3rem; border-bottom: 1px solid #e3e3e3;
  vertical-align: top; }
input, textarea { font: inherit; padding: .15rem .3rem; border: 1px solid #c4c7c5;
  border-radius: 4px; }
textarea { min-width: 15rem; }
#create label, #edit label { display: inline-block; margin-right: 1rem; }
pre { font-size: 13px; overflow-x: auto; }
.scroll { overflow-x: auto; }
td input { width: 100%; box-sizing: border-box; min-width: 8.8rem; }
td input[name=summary] { min-width: 10rem; }
td input[name=location] { min-width: 6rem; }
td:last-child { white-space: nowrap; }
td button { padding: .1rem .7rem; }
a { color: #0b57d0; }
"""


def page(title, body, wide=False):
    """A whole HTML document."""
    kind = ' class="wide"' if wide else ""
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>"
        f"<body><main{kind}>{body}</main></body></html>"
    )
