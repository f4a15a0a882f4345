from engine.data.corpus import Sentence


def read(text, split, lowercase, most):
    lines = []
    for line in text.split("\n"):
        shown = tuple(line.replace(" ", "")) if split == "characters" else tuple(line.split())
        if shown:
            lines.append(Sentence(shown, tuple(w.strip(".").lower() if lowercase else w.strip(".") for w in shown)))
    return tuple(lines)
