"""The queued work of redaction: making papers and layers, and the sweeper."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from gongkai.release.operations.layers import make_layer, sweep_layers
from gongkai.release.operations.materials import PREPARE, prepare, sweep_materials
from gongkai.release.queued import FILES, MAKE

_RETRY = RetryStrategy(max_attempts=5, exponential_wait=4)


@app.task(name=PREPARE, queue=FILES, retry=_RETRY)
def prepare_material(material_id: int) -> None:
    """Make the paper of one material."""
    prepare(material_id=material_id)


@app.task(name=MAKE, queue=FILES, retry=_RETRY)
def make_redacted(layer_id: int) -> None:
    """Make the redacted file of one layer."""
    make_layer(layer_id=layer_id)


@app.periodic(cron="3-59/5 * * * *")
@app.task(name="gongkai.release.sweep_redaction", queueing_lock="release_sweep_redaction")
def sweep_redaction(timestamp: int) -> None:
    """Find what killed workers left behind."""
    sweep_materials()
    sweep_layers()
