"""Makes pictures full of metadata, has them cleaned, and judges what is left: no metadata, the same pixels."""

import io
import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

from PIL import Image, ImageOps, PngImagePlugin, features

# What Pillow says of a picture that is about showing it, and not about anything else.
SHOWN = {
    "jfif", "jfif_version", "jfif_unit", "jfif_density", "adobe", "adobe_transform", "progressive", "progression",
    "gamma", "chromaticity", "srgb", "transparency", "interlace",
}
# Groups of ExifTool that are about the file or the format, and the tags of them that tell of anything else.
GROUPS = {"SourceFile", "ExifTool", "File", "System", "JFIF", "APP14", "PNG", "Composite"}
TOLD = {"PNG:Comment", "PNG:Author", "PNG:ModifyDate", "File:Comment", "File:ThumbnailImage"}
SECRET = b"SECRET"


def noise(mode, width, height, seed):
    """A picture that no coder makes trivial."""
    dice = random.Random(seed)
    small = Image.frombytes(mode, (13, 11), dice.randbytes(13 * 11 * len(Image.new(mode, (1, 1)).getbands())))
    return small.resize((width, height), Image.Resampling.BICUBIC)


def exif(turned):
    data = Image.Exif()
    data[0x0112] = turned
    data[0x010F] = data[0x0110] = data[0x013B] = data[0x8298] = "SECRET maker"
    data[0x0132] = "2026:11:27 06:00:00"
    data.get_ifd(0x8825).update({1: "N", 2: (42.0, 17.0, 4.9), 3: "E", 4: (20.0, 39.0, 15.1)})
    data.get_ifd(0x8769).update({0x9286: b"ASCII\0\0\0SECRET", 0xA431: "SECRET serial"})
    return data


def jpegs():
    profile = b"\0" * 128 + SECRET
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>SECRET</x:xmpmeta>"
    extras = lambda turned: {"exif": exif(turned), "comment": SECRET, "xmp": xmp, "icc_profile": profile, "dpi": (72, 72)}
    for turned in range(1, 9):
        yield f"turned-{turned}.jpg", noise("RGB", 64, 48, turned), {"quality": 85, **extras(turned)}
    kinds = {
        "progressive": ("RGB", {"progressive": True}),
        "full-colour": ("RGB", {"subsampling": 0, "quality": 95}),
        "half-colour": ("RGB", {"subsampling": 1}),
        "optimised": ("RGB", {"optimize": True}),
        "grey": ("L", {}),
        "grey-progressive": ("L", {"progressive": True}),
        "cmyk": ("CMYK", {}),
        "cmyk-progressive": ("CMYK", {"progressive": True}),
        "keep-rgb": ("RGB", {"keep_rgb": True}),
        "restarts": ("RGB", {"restart_marker_blocks": 3}),
        "restart-rows": ("RGB", {"restart_marker_rows": 1, "progressive": True}),
        "rough": ("RGB", {"quality": 5}),
    }
    for at, (name, (mode, options)) in enumerate(kinds.items()):
        for width, height in ((1, 1), (8, 8), (100, 75), (333, 251)):
            yield f"{name}-{width}.jpg", noise(mode, width, height, at), {**extras(6), **options}


def pngs():
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "SECRET")
    text.add_itxt("XML:com.adobe.xmp", "SECRET")
    text.add_text("Comment", "SECRET" * 20, zip=True)
    text.add(b"tIME", bytes([7, 234, 11, 27, 6, 0, 0]))
    text.add(b"gAMA", (45_455).to_bytes(4, "big"))
    extras = {"pnginfo": text, "exif": exif(8), "icc_profile": b"\0" * 128 + SECRET, "dpi": (72, 72)}
    for mode in ("L", "LA", "RGB", "RGBA"):
        yield f"{mode}.png", noise(mode, 75, 50, len(mode)), extras
    yield "1.png", noise("L", 75, 50, 7).convert("1"), extras
    yield "I16.png", Image.frombytes("I;16", (40, 30), random.Random(1).randbytes(2400)), {**extras, "exif": b""}
    yield "palette.png", noise("RGB", 75, 50, 8).quantize(17), {**extras, "transparency": 3}
    yield "grey-transparent.png", noise("L", 75, 50, 9), {**extras, "transparency": 100}
    yield "rgb-transparent.png", noise("RGB", 75, 50, 10), {**extras, "transparency": (1, 2, 3)}


def with_film(data):
    """A second picture and a film behind the end, as telephones append them."""
    other = io.BytesIO()
    noise("RGB", 16, 16, 99).save(other, "JPEG", comment=SECRET)
    return data + other.getvalue() + b"\0\0\0\x18ftypmp42" + SECRET * 100


def make(folder):
    for name, picture, options in [*jpegs(), *pngs()]:
        file = io.BytesIO()
        picture.save(file, "JPEG" if name.endswith("jpg") else "PNG", **options)
        data = file.getvalue()
        assert SECRET in data, name
        (folder / name).write_bytes(with_film(data) if name.endswith("jpg") else data + SECRET)
    moving = io.BytesIO()
    frames = [noise("RGB", 30, 20, n) for n in range(3)]
    frames[0].save(moving, "PNG", save_all=True, append_images=frames[1:], duration=100)
    (folder / "moving.png").write_bytes(moving.getvalue())
    for name, kind in (("other.gif", "GIF"), ("other.webp", "WEBP"), ("other.tiff", "TIFF"), ("other.bmp", "BMP")):
        noise("RGB", 20, 20, 3).save(folder / name, kind)


def pixels(file):
    with Image.open(file) as picture:
        picture.load()
        return picture.mode, picture.size, picture.tobytes(), picture.info.get("transparency")


def judge(before, after, told):
    """What is wrong with a cleaned picture."""
    with Image.open(after) as picture:
        picture.load()
        if getattr(picture, "n_frames", 1) > 1:
            yield "there is a second picture"
        if len(picture.getexif()) > 0 or picture.getxmp():
            yield "there is Exif or XMP"
        left = set(picture.info) - SHOWN
        if left:
            yield f"Pillow finds {sorted(left)}"
        if picture.size != tuple(told[:2]):
            yield f"it says {told[:2]} and has {picture.size}"
    if pixels(before)[:3] != pixels(after)[:3]:
        yield "the pixels are others"
    with Image.open(before) as picture:
        if picture.getexif().get(0x0112, 1) not in (told[2], 0):
            yield f"it is turned by {picture.getexif().get(0x0112)}, and not by {told[2]}"
    if SECRET in after.read_bytes():
        yield "a secret is in it"


def exiftool(folder):
    """What ExifTool finds that is about anything but the picture."""
    if not shutil.which("exiftool"):
        print("exiftool is not installed: on Debian, apt-get install libimage-exiftool-perl")
        return
    run = subprocess.run(["exiftool", "-json", "-G", "-a", "-u", str(folder)], capture_output=True, check=False)
    for found in json.loads(run.stdout or b"[]"):
        for tag in found:
            group = tag.split(":")[0]
            if group not in GROUPS or tag in TOLD or "Warning" in tag:
                yield f"{found['SourceFile']}: ExifTool finds {tag} = {str(found[tag])[:60]}"


def main():
    Image.MAX_IMAGE_PIXELS = None
    peer, *others = sys.argv[1:]
    wrong, seen, refused = [], 0, []
    with tempfile.TemporaryDirectory() as scratch:
        made, clean = pathlib.Path(scratch, "made"), pathlib.Path(scratch, "clean")
        made.mkdir()
        clean.mkdir()
        make(made)
        for at, folder in enumerate(others):
            for file in sorted(pathlib.Path(folder).rglob("*")):
                if file.is_file() and file.suffix.lower() in (".jpg", ".jpeg", ".png"):
                    shutil.copy(file, made / f"real-{at}-{file.parent.name}-{file.name}".replace("\t", " "))
        out = subprocess.run([peer, str(made), str(clean)], capture_output=True, check=True, text=True).stdout
        for line in out.splitlines():
            name, *told = line.split("\t")
            if len(told) == 1:
                refused.append((name, told[0]))
                continue
            seen += 1
            try:
                wrong += [f"{name}: {what}" for what in judge(made / name, clean / name, [int(n) for n in told])]
            except (OSError, SyntaxError, ValueError) as error:
                try:
                    pixels(made / name)
                    wrong.append(f"{name}: Pillow reads it before and not after: {error}")
                except (OSError, SyntaxError, ValueError):
                    print(f"{name}: Pillow reads it neither before nor after")
        wrong += exiftool(clean)
    for name, why in refused:
        print(f"refused {name}: {why}")
        if not name.startswith(("other.", "real-")):
            wrong.append(f"{name} was refused: {why}")
    print(f"{seen} pictures cleaned, {len(refused)} refused, {len(wrong)} findings; libjpeg-turbo {features.version('jpg')}")
    for finding in wrong:
        print("wrong:", finding)
    sys.exit(1 if wrong else 0)


main()
