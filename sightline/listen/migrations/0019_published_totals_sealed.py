"""Published totals of open rounds are sealed under their round's key; those of closed ones go."""

from django.db import migrations

from sightline.listen.sealing import keys, seal

PURPOSE = "published total"


def seal_them(apps, schema_editor):
    released = apps.get_model("listen", "Released")
    released.objects.exclude(collection__state="open").delete()
    for one in released.objects.order_by("pk").iterator():
        try:
            key = keys.key_of(one.collection_id)
        except keys.KeyIsMissing:
            one.delete()  # nobody can publish more of that round either
            continue
        one.sealed = seal.seal(key, PURPOSE, bytes(one.sealed))
        one.save(update_fields=["sealed"])


def open_them(apps, schema_editor):
    for one in apps.get_model("listen", "Released").objects.order_by("pk").iterator():
        one.sealed = seal.unseal(keys.key_of(one.collection_id), PURPOSE, bytes(one.sealed))
        one.save(update_fields=["sealed"])


class Migration(migrations.Migration):
    dependencies = [("listen", "0018_retention_and_requests")]

    operations = [
        migrations.RenameField("released", "counts", "sealed"),
        migrations.RunPython(seal_them, open_them, elidable=True),
    ]
