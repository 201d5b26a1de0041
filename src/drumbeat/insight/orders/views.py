from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from drumbeat.insight.orders import actions, queries
from drumbeat.insight.orders.forms import OrderFileForm
from drumbeat.insight.orders.models import OrderImport
from drumbeat.insight.results.intake import the_spool
from drumbeat.people.access import door
from drumbeat.people.desk import edit_page


@door("source.view")
def order_imports(request):
    page = Paginator(queries.order_imports(request.brand), 50).get_page(request.GET.get("page"))
    context = {"page": page}
    return render(request, "insight/orders/list.html", context)


@door("source.create", methods=["GET", "POST"])
def upload(request):
    form = OrderFileForm(request.POST or None, request.FILES or None)

    def save():
        file = form.cleaned_data["file"]
        return actions.read_in(
            file.read(), file.name, by=request.member, currency=form.cleaned_data["currency"]
        )

    return edit_page(
        request,
        form,
        save,
        template="insight/orders/upload.html",
        title=_("Upload an order file"),
    )


@door("source.view", OrderImport)
def order_import(request, order_import):
    context = {"import": order_import, **queries.preview(order_import)}
    return render(request, "insight/orders/detail.html", context)


@door("source.edit", OrderImport, methods=["POST"])
def sending(request, order_import):
    actions.send(order_import, by=request.member, spool=the_spool())
    return redirect(order_import)


@door("source.view", OrderImport)
def arrival(request, order_import):
    """Fragment: are the orders counted? Asks again by itself until they are."""
    context = {"import": order_import, "is_counted": queries.is_counted(order_import)}
    return render(request, "insight/orders/_arrival.html", context)
