"""Addresses of reading places and of deliveries to them."""

from django.urls import URLPattern, URLResolver, path

from gongkai.interfaces.desk.views import deliveries, places

DELIVERIES: list[URLPattern | URLResolver] = [
    path("reading-places/", places.places, name="reading_places"),
    path("reading-places/new/<int:organ_id>/", places.new_place, name="new_place"),
    path("reading-places/<int:place_id>/", places.place, name="reading_place"),
    path("reading-places/<int:place_id>/close/", places.close, name="close_place"),
    path("deliveries/", deliveries.deliveries_list, name="deliveries"),
    path(
        "deliveries/new/<int:organ_id>/<int:place_id>/", deliveries.draw_up, name="draw_up_delivery"
    ),
    path("deliveries/<int:delivery_id>/", deliveries.show, name="delivery"),
    path("deliveries/<int:delivery_id>/package/", deliveries.fetch, name="delivery_package"),
    path(
        "deliveries/<int:delivery_id>/hand-over/",
        deliveries.hand_over_page,
        name="hand_over_delivery",
    ),
    path("deliveries/<int:delivery_id>/receipt/", deliveries.receipt, name="delivery_receipt"),
    path(
        "deliveries/<int:delivery_id>/receipt/file/",
        deliveries.receipt_file,
        name="delivery_receipt_file",
    ),
]
