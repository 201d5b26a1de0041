"""Form fields and widgets that every room uses."""

from decimal import Decimal

from babel.numbers import get_currency_precision
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class DateInput(forms.DateInput):
    """The browser's own date picker; always ISO on the wire, shown in the reader's way."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs=attrs, format="%Y-%m-%d")


_UNITS = {
    "万": Decimal(10_000),
    "亿": Decimal(100_000_000),
    "k": Decimal(1_000),
    "m": Decimal(1_000_000),
}


def _amount(typed: str) -> Decimal:
    """`12,000.50`, `1.2万`, `¥900k` as a number. Raises ArithmeticError for anything else."""
    text = typed.strip().lower().replace(",", "").replace(" ", "").lstrip("¥￥$€£")
    factor = _UNITS.get(text[-1:], Decimal(1))
    return Decimal(text[:-1] if factor != 1 else text) * factor


class CountField(forms.CharField):
    """Typed as a count (`12,000`, `1.2万`), kept as a whole number, 0 or more."""

    _MOST = 10**12

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(**{"widget": widget} | kwargs)

    def prepare_value(self, value):
        return f"{value:,}" if isinstance(value, int) else value

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        try:
            count = _amount(text)
        except ArithmeticError:
            count = Decimal("NaN")
        if not count.is_finite() or count < 0 or count != count.to_integral_value():
            raise ValidationError(
                _("“%(typed)s” is not a whole number. Use 12000 or 1.2万.") % {"typed": text}
            )
        if count > self._MOST:
            raise ValidationError(_("That number is too large."))
        return int(count)


class MoneyField(forms.CharField):
    """Typed as an amount (`12,000.50`, `1.2万`), kept as integer minor units of `currency`."""

    # Sums of a few thousand of these still fit into a 64-bit column.
    _MOST = 10**15

    def __init__(self, *, currency="CNY", allow_negative=False, **kwargs):
        self.currency, self.allow_negative = currency, allow_negative
        super().__init__(
            widget=kwargs.pop(
                "widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
            ),
            **kwargs,
        )

    def prepare_value(self, value):
        if not isinstance(value, int):
            return value
        digits = get_currency_precision(self.currency)
        return f"{Decimal(value).scaleb(-digits):,.{digits}f}"

    def clean(self, value):
        text = super().clean(value)
        return None if not text else self._minor(text)

    def _minor(self, typed):
        try:
            amount = _amount(typed)
        except ArithmeticError:
            raise ValidationError(
                _("“%(typed)s” is not an amount. Use 12000 or 1.2万.") % {"typed": typed}
            ) from None
        minor = amount.scaleb(get_currency_precision(self.currency))
        if not minor.is_finite() or minor != minor.to_integral_value():
            raise ValidationError(
                _("That is finer than the smallest coin of %(currency)s.")
                % {"currency": self.currency}
            )
        if minor < 0 and not self.allow_negative:
            raise ValidationError(_("The amount cannot be negative."))
        if abs(minor) > self._MOST:
            raise ValidationError(_("That amount is too large."))
        return int(minor)
