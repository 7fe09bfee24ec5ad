"""Draw what `charts` measured, as SVG without a style of its own."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from pingyi.charts import Axis, IntervalBar, Nest

register = template.Library()

CAP = '<line class="ci" x1="{0}" x2="{0}" y1="13" y2="23"/>'
BAND = (
    '<rect class="band" x="{}" width="{}" y="8" height="20" rx="3"/><line class="mid" x1="{}" x2="{}" y1="5" y2="31"/>'
)
BAR = (
    '<svg role="img" aria-label="{}"><line class="grid" x1="0" x2="100%" y1="18" y2="18"/>{}'
    '<line class="ci" x1="{}" x2="{}" y1="18" y2="18"/>{}{}<circle class="pt{}" cx="{}" cy="18" r="5"/></svg>'
)
NEST = (
    '<svg class="nest" role="img" aria-label="{}">'
    '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<line class="hatch" y2="6"/></pattern></defs><rect class="due" x="0.5" y="0.5" width="99.6%" height="15" rx="3"/>'
    '<rect class="claim" width="{}" height="16" rx="3"/><rect class="sure" width="{}" height="16" rx="3"/></svg>'
)
MARK = '<text class="axis" x="{}" y="14">{}</text>'
NOTHING = SafeString("")


@register.simple_tag
def interval(bar: IntervalBar, kind: str = "") -> SafeString:
    """Draw an interval bar; `kind` "open" draws the open dot of those who wished to answer."""
    band = format_html(BAND, bar.band_x, bar.band_width, bar.x_median, bar.x_median) if bar.band_width else NOTHING
    low = NOTHING if bar.ends_below else format_html(CAP, bar.x_lower)
    high = NOTHING if bar.ends_above else format_html(CAP, bar.x_upper)
    says = bar.says.say(get_language() or "zh")
    return format_html(BAR, says, band, bar.x_lower, bar.x_upper, low, high, f" {kind}" if kind else "", bar.x)


@register.simple_tag
def axis_marks(axis: Axis) -> SafeString:
    """Draw the marks of the axis below the bars."""
    return format_html('<svg aria-hidden="true">{}</svg>', format_html_join("", MARK, axis.ticks))


@register.simple_tag
def nested(nest: Nest) -> SafeString:
    """Draw three counts in one bar: solid is confirmed by citizens, hatched only claimed by the unit."""
    return format_html(NEST, nest.says.say(get_language() or "zh"), nest.claimed_width, nest.confirmed_width)
