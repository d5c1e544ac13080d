"""The addresses of redaction: who may open them is asked of each in test_redaction."""

REDACTION_ROUTES = {
    "begin_redaction",
    "clean_copy",
    "material",
    "try_material_again",
    "begin_layer",
    "paper_picture",
    "layer_page",
    "remove_boxes",
    "layer_picture",
    "propose_layer",
    "take_layer_back",
    "use_layer",
    "layer_review",
    "layer_result",
    "layer_text",
}
