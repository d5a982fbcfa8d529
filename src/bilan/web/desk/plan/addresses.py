"""The addresses of the plan editor."""

from django.urls import URLPattern, path

from bilan.web.desk.plan import changing, deciding, heading, leaving, rows, tree

urls: list[URLPattern] = [
    path("plan/", tree.tree, name="plan"),
    path("plan/checks/", tree.checks, name="plan_checks"),
    path("plan/new/", heading.new, name="plan_new"),
    path("plan/<slug:change>/", changing.change, name="plan_change"),
    path("plan/<slug:change>/heading/", heading.restate, name="plan_heading"),
    path("plan/<slug:change>/row/", rows.row, name="plan_row"),
    path("plan/<slug:change>/leave/", leaving.leave, name="plan_leave"),
    path("plan/<slug:change>/out/", changing.take_out, name="plan_out"),
    path("plan/<slug:change>/drop/", changing.drop, name="plan_drop"),
    path("plan/<slug:change>/propose/", changing.propose, name="plan_propose"),
    path("plan/<slug:change>/approve/", deciding.approve, name="plan_approve"),
    path("plan/<slug:change>/return/", deciding.send_back, name="plan_return"),
]
