"""Gradio's theme in the colours of app/static/style.css: its own fail the contrast test."""

from __future__ import annotations

from typing import Any

import gradio

_SYSTEM = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif"]

_LIGHT = {
    "body_background_fill": "#FFFFFF",
    "body_text_color": "#1B2329",
    "body_text_color_subdued": "#4A5560",
    "background_fill_primary": "#FFFFFF",
    "background_fill_secondary": "#F5F7F8",
    "border_color_primary": "#6B7780",
    "border_color_accent": "#0B5563",
    "color_accent": "#0B5563",
    "color_accent_soft": "#E7F0F2",
    "link_text_color": "#0B5563",
    "link_text_color_hover": "#073B45",
    "link_text_color_visited": "#0B5563",
    "link_text_color_active": "#073B45",
    "block_label_text_color": "#1B2329",
    "block_title_text_color": "#1B2329",
    "input_background_fill": "#FFFFFF",
    "input_border_color": "#6B7780",
    "input_border_color_focus": "#0B5563",
    "input_placeholder_color": "#5A6670",
    "checkbox_label_text_color": "#1B2329",
    "checkbox_label_text_color_selected": "#1B2329",
    "checkbox_background_color_selected": "#0B5563",
    "checkbox_border_color": "#4A5560",
    "checkbox_border_color_selected": "#0B5563",
    "button_primary_background_fill": "#0B5563",
    "button_primary_background_fill_hover": "#073B45",
    "button_primary_text_color": "#FFFFFF",
    "button_secondary_background_fill": "#FFFFFF",
    "button_secondary_background_fill_hover": "#F5F7F8",
    "button_secondary_border_color": "#0B5563",
    "button_secondary_text_color": "#0B5563",
}
_DARK = {
    "body_background_fill": "#12181C",
    "body_text_color": "#E8ECEE",
    "body_text_color_subdued": "#B3BEC6",
    "background_fill_primary": "#12181C",
    "background_fill_secondary": "#1A2228",
    "border_color_primary": "#7E8B94",
    "border_color_accent": "#7FC4D1",
    "color_accent_soft": "#1D3238",
    "link_text_color": "#8CD0DC",
    "link_text_color_hover": "#B5E3EB",
    "link_text_color_visited": "#8CD0DC",
    "link_text_color_active": "#B5E3EB",
    "block_label_text_color": "#E8ECEE",
    "block_title_text_color": "#E8ECEE",
    "input_background_fill": "#12181C",
    "input_border_color": "#7E8B94",
    "input_border_color_focus": "#8CD0DC",
    "input_placeholder_color": "#A3AFB8",
    "checkbox_label_text_color": "#E8ECEE",
    "checkbox_label_text_color_selected": "#E8ECEE",
    "checkbox_background_color": "#12181C",
    "checkbox_background_color_selected": "#1E7C8F",
    "checkbox_border_color": "#B3BEC6",
    "checkbox_border_color_selected": "#8CD0DC",
    "button_primary_background_fill": "#8CD0DC",
    "button_primary_background_fill_hover": "#B5E3EB",
    "button_primary_text_color": "#0B1418",
    "button_secondary_background_fill": "#12181C",
    "button_secondary_background_fill_hover": "#1A2228",
    "button_secondary_border_color": "#8CD0DC",
    "button_secondary_text_color": "#8CD0DC",
}
_EITHER = {
    "block_background_fill": "transparent",
    "block_border_width": "0px",
    "block_shadow": "none",
    "block_padding": "0px",
    "block_radius": "0px",
    "block_label_background_fill": "transparent",
    "block_title_background_fill": "transparent",
    "block_title_text_weight": "600",
    "input_border_width": "2px",
    "input_radius": "0px",
    "input_shadow": "none",
    "input_shadow_focus": "none",
    "button_large_radius": "0px",
    "button_small_radius": "0px",
    "button_large_text_weight": "600",
    "checkbox_label_background_fill": "transparent",
    "checkbox_label_background_fill_hover": "transparent",
    "checkbox_label_background_fill_selected": "transparent",
    "checkbox_label_border_width": "0px",
    "checkbox_label_shadow": "none",
    "checkbox_label_padding": "0px",
    "checkbox_border_radius": "0px",
    "checkbox_shadow": "none",
    "form_gap_width": "0px",
    "layout_gap": "0px",
    "section_header_text_weight": "600",
}


def theme() -> Any:
    """The theme: one accent, system fonts, no shadows, no rounding; light and dark."""
    base = gradio.themes.Base(font=_SYSTEM, font_mono=["ui-monospace", "Consolas", "monospace"])
    dark = {f"{name}_dark": value for name, value in _DARK.items()}
    both = {f"{name}_dark": value for name, value in _EITHER.items()}
    return base.set(**_LIGHT, **dark, **_EITHER, **_known(base, both))


def _known(base: Any, settings: dict[str, str]) -> dict[str, str]:
    names = base.set.__code__.co_varnames
    return {name: value for name, value in settings.items() if name in names}
