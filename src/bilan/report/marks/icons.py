"""Icons: the keys of legends, the shapes of states, the sign of Bilan."""

from typing import Final

from bilan.report.voice import Voice

BRAND: Final = '<svg width="36" height="36" viewBox="0 0 36 36" aria-hidden="true"><rect x="1" y="7" width="34" height="9" fill="none" stroke="#fff" stroke-width="2"/><rect x="1" y="7" width="22" height="9" fill="#fff"/><rect x="1" y="20" width="34" height="9" fill="none" stroke="#fff" stroke-width="2"/><rect x="1" y="20" width="12" height="9" fill="#fff"/><path d="M27 3v30" stroke="#ffd23f" stroke-width="3"/></svg>'
SEAL: Final = '<svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true"><path d="M10 1l8 3v6c0 5-3.5 7.6-8 9-4.5-1.4-8-4-8-9V4Z" fill="none" stroke="#0f6b5f" stroke-width="2"/><path d="M6 10l3 3 5-6" fill="none" stroke="#0f6b5f" stroke-width="2"/></svg>'


def key(name: str, voice: Voice) -> str:
    return ""


def tag_icon(name: str) -> str:
    return ""
