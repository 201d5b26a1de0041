"""Pictures that look alike are found by their bands, and none is missed that all of history holds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.content.media.alike import _candidates
from drumbeat.content.media.models import FileFacts
from drumbeat.content.media.reading import signed
from drumbeat.science.pictures import ALIKE_BITS, BANDS, band, distances, near_bands
from drumbeat.work.models import StoredFile
from tests.world import a_brand, a_member

BITS = st.integers(0, 2**64 - 1)


@given(BITS, st.sets(st.integers(0, 63), max_size=ALIKE_BITS))
def test_whatever_is_near_enough_shares_a_near_band(bits, differing):
    other = bits ^ sum(1 << bit for bit in differing)
    assert any(band(other, n) in near for n, near in enumerate(near_bands(bits)))


@given(BITS, BITS)
def test_bands_together_are_the_whole_fingerprint(one, other):
    apart = sum((band(one, n) ^ band(other, n)).bit_count() for n in range(BANDS))
    assert apart == distances(one, np.array([other], np.uint64))[0]


def pictured(member, prints):
    """Facts of a file for each of the fingerprints."""
    files = StoredFile.objects.bulk_create(
        StoredFile(
            brand=member.brand, owner=member, name=f"{n}", media_type="image/png", size_bytes=1,
            sha256=f"{n:064x}",
        )
        for n in range(len(prints))
    )  # fmt: skip
    FileFacts.objects.bulk_create(
        FileFacts(file=file, brand=member.brand, fingerprint=signed(int(bits)))
        for file, bits in zip(files, prints, strict=True)
    )
    return files


@pytest.mark.django_db
def test_the_database_finds_what_looking_at_everything_finds():
    member, random = a_member(a_brand(), "ds"), np.random.default_rng(7)
    asked = int(random.integers(0, 2**64, dtype=np.uint64))
    far = random.integers(0, 2**64, 600, dtype=np.uint64).tolist()
    flips = (random.choice(64, 8 + n % 5, replace=False).tolist() for n in range(40))
    near = [asked ^ sum(1 << bit for bit in chosen) for chosen in flips]
    files = pictured(member, [asked, *near, *far])
    facts = FileFacts.objects.get(pk=files[0].pk)
    prints = np.array([asked, *near, *far], np.uint64)
    wanted = {files[n].pk for n in np.flatnonzero(distances(asked, prints) <= ALIKE_BITS)}
    found = set(_candidates(facts).values_list("pk", flat=True))
    assert len(wanted) >= 20
    assert wanted <= found
    assert len(found) < 80
