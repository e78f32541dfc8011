from sightline.listen.silence.conftest import dataset, promise, sign

__all__ = ["dataset", "promise", "sign"]
