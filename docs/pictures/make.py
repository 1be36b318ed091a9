#!/usr/bin/env python3
"""Draws docs/pictures/fuzz.svg from a real run of mcpfuzzer against the sample server.

Needs tmux, and a build: dotnet build src/McpFuzzer.Actors.Node. Takes half a minute.
"""

import html
import os
import re
import subprocess
import sys
import tempfile
import time

WIDTH, HEIGHT = 104, 48
COMMAND = "mcpfuzzer fuzz --seed 7 --output report -- mcpfuzzer sample-server"
CELL, LINE, SIZE = 8.4, 18, 14
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAMS = os.path.join(ROOT, "src/McpFuzzer.Actors.Node/bin/Debug/net10.0")
BASIC = ["#3b4252", "#e5616b", "#8fc27f", "#e5b567", "#6c9fd6", "#b48ead", "#5fb3b3", "#d8dee9"]
TEXT, BACKGROUND = "#d8dee9", "#20242c"


def tmux(*arguments):
    return subprocess.run(["tmux", "-L", "picture", *arguments], check=True, capture_output=True, text=True).stdout


def run():
    """Returns the last screen of a run, with its escape sequences."""
    with tempfile.TemporaryDirectory() as folder:
        tmux("new-session", "-d", "-x", str(WIDTH), "-y", str(HEIGHT), "-c", folder, "env", "PS1=$ ", "sh", "-i")
        try:
            tmux("send-keys", f"PATH={PROGRAMS}:$PATH; clear", "Enter")
            time.sleep(1)
            tmux("send-keys", f"{COMMAND}; echo done=$?", "Enter")
            for _ in range(240):
                screen = tmux("capture-pane", "-p", "-e")
                if re.search(r"^done=\d", screen, re.M):
                    return screen
                time.sleep(0.5)
            sys.exit("the run does not end")
        finally:
            tmux("kill-server")


def colour(codes):
    """Returns the foreground colour and weight that SGR codes select, in order."""
    chosen, bold = None, False
    numbers = iter([int(code or 0) for code in codes.split(";")])
    for number in numbers:
        if number == 0:
            chosen, bold = None, False
        elif number == 1:
            bold = True
        elif 30 <= number <= 37:
            chosen = BASIC[number - 30]
        elif 90 <= number <= 97:
            chosen = BASIC[number - 90] if number != 90 else "#7b8394"
        elif number == 38:
            kind = next(numbers)
            if kind == 2:
                chosen = "#%02x%02x%02x" % (next(numbers), next(numbers), next(numbers))
            else:
                chosen = indexed(next(numbers))
        elif number == 39:
            chosen = None
        elif number == 48:
            for _ in range(1 if next(numbers) == 5 else 3):
                next(numbers)
    return chosen, bold


def indexed(index):
    if index < 8:
        return BASIC[index]
    if index < 16:
        return "#7b8394" if index == 8 else BASIC[index - 8]
    if index >= 232:
        return "#%02x%02x%02x" % ((8 + 10 * (index - 232),) * 3)
    levels = [0, 95, 135, 175, 215, 255]
    index -= 16
    return "#%02x%02x%02x" % (levels[index // 36], levels[index // 6 % 6], levels[index % 6])


def draw(screen):
    lines = screen.rstrip("\n").split("\n")
    while lines and (not lines[-1].strip() or lines[-1].startswith(("done=", "$"))):
        lines.pop()
    lines = [line.replace("; echo done=$?", "") for line in lines]
    height = LINE * len(lines) + 32
    width = CELL * WIDTH + 32
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" font-size="{SIZE}"'
    yield "  font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\">"
    yield f'<rect width="100%" height="100%" rx="8" fill="{BACKGROUND}"/>'
    style = (None, False)
    for row, line in enumerate(lines):
        column = 0
        for part in re.split(r"(\x1b\[[0-9;]*m)", line):
            if part.startswith("\x1b["):
                style = colour(part[2:-1])
                continue
            part = re.sub(r"\x1b[()].|\x0e|\x0f", "", part)
            if part.strip():
                fill = style[0] or TEXT
                weight = ' font-weight="bold"' if style[1] else ""
                x, y = 16 + CELL * column, 16 + LINE * row + SIZE
                yield (
                    f'<text x="{x:.1f}" y="{y}" fill="{fill}"{weight} textLength="{CELL * len(part):.1f}"'
                    f' xml:space="preserve">{html.escape(part)}</text>'
                )
            column += len(part)
    yield "</svg>"


with open(os.path.join(ROOT, "docs/pictures/fuzz.svg"), "w", encoding="utf-8") as picture:
    picture.write("\n".join(draw(run())) + "\n")
