from oversight.demo.script import Story
from oversight.demo.stories import cancer, community, families, medicine, surgery

STORIES: tuple[Story, ...] = (
    *medicine.STORIES,
    *surgery.STORIES,
    *families.STORIES,
    *cancer.STORIES,
    *community.STORIES,
)
