from sightline.listen.replies.conftest import commitment, dataset, measure, reply

__all__ = ["commitment", "dataset", "measure", "reply"]
