#!/usr/bin/env python3
"""Listens to what the studio's player plays and compares it with the pictures.

Starts a PulseAudio server of its own with a sink that leads nowhere, so that no sound device is needed,
plays a film with a tone of 1 kHz in the first fifth of each second, records the sink, and prints for each
second how much later than its picture the tone began.

    tests/stress/hear_sound.py build/release [--seconds 8]

Exit code 1 where a tone is missing, has another pitch, or is more than 150 ms off. Needs pulseaudio,
pulseaudio-utils and ffmpeg.
"""

import argparse
import array
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

RATE = 48000
FIRST_TONE = 2
LIMIT_MS = 150
LOUD = 2000


def make_film(path, seconds):
    tone = f"if(gte(t,{FIRST_TONE})*lt(mod(t,1),0.2),0.5*sin(2*PI*1000*t),0)"
    subprocess.run(["ffmpeg", "-y", "-loglevel", "error",
                    "-f", "lavfi", "-i", f"testsrc=size=640x360:rate=25:duration={seconds}",
                    "-f", "lavfi", "-i", f"aevalsrc='{tone}':s={RATE}:d={seconds}",
                    "-c:v", "libx264", "-g", "50", "-c:a", "aac", str(path)], check=True)


class Recorder(threading.Thread):
    """What the sink got, with the time at which each piece came."""

    def __init__(self, environment):
        super().__init__(daemon=True)
        self.pieces = []
        self.process = subprocess.Popen(
            ["parec", "--latency-msec=10", f"--rate={RATE}", "--channels=1", "--format=s16le",
             "-d", "taloscope.monitor"], stdout=subprocess.PIPE, env=environment)

    def run(self):
        while piece := os.read(self.process.stdout.fileno(), 4096):
            self.pieces.append((time.time_ns(), array.array("h", piece[: len(piece) // 2 * 2])))

    def tones(self):
        """(start in ns, pitch in Hz) of each stretch of sound."""
        found = []
        quiet_for = RATE
        samples = []
        for came, piece in self.pieces:
            for place, value in enumerate(piece):
                if abs(value) >= LOUD:
                    if quiet_for >= RATE // 10:
                        start = came - (len(piece) - place) * 1_000_000_000 // RATE
                        samples = []
                        found.append((start, samples))
                    quiet_for = 0
                else:
                    quiet_for += 1
                if quiet_for < RATE // 10:
                    samples.append(value)
        return [(start, self.pitch(tone)) for start, tone in found]

    @staticmethod
    def pitch(samples):
        samples = samples[: RATE // 8]
        rises = sum(1 for a, b in zip(samples, samples[1:]) if a < 0 <= b)
        return rises * RATE / max(len(samples), 1)


def listen(build, folder, seconds):
    home = folder / "home"
    home.mkdir(mode=0o700)
    film = folder / "tones.mp4"
    make_film(film, seconds + 2)
    environment = {**os.environ, "HOME": str(home), "XDG_RUNTIME_DIR": str(home),
                   "QT_QPA_PLATFORM": "offscreen", "PULSE_SERVER": f"unix:{folder}/socket"}
    server = subprocess.Popen(
        ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--log-level=error",
         f"--load=module-native-protocol-unix socket={folder}/socket auth-anonymous=1",
         f"--load=module-null-sink sink_name=taloscope rate={RATE}"], env=environment)
    try:
        while not (folder / "socket").exists():
            time.sleep(0.1)
        recorder = Recorder(environment)
        recorder.start()
        time.sleep(1)
        player = subprocess.run([str(build / "tests/play_aloud"), str(film), str(seconds)],
                                env=environment, stdout=subprocess.PIPE, text=True, timeout=60)
        time.sleep(1)
        recorder.process.terminate()
        recorder.join()
        return player.stdout.splitlines(), recorder.tones()
    finally:
        server.terminate()
        server.wait()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=Path)
    parser.add_argument("--seconds", type=int, default=8)
    options = parser.parse_args()
    for program in ("pulseaudio", "parec", "ffmpeg"):
        if shutil.which(program) is None:
            sys.exit(f"{program} is not installed")
    with tempfile.TemporaryDirectory() as folder:
        lines, tones = listen(options.build, Path(folder), options.seconds)
    pictures = {int(line.split()[1]): int(line.split()[2])
                for line in lines if line.startswith("picture")}
    print(*(line for line in lines if not line.startswith("picture")), sep="\n")
    is_good = len(pictures) >= options.seconds - 1
    for second, shown in pictures.items():
        if second < FIRST_TONE:
            continue
        late = [((start - shown) / 1e6, pitch) for start, pitch in tones]
        nearest = min(late, key=lambda tone: abs(tone[0]), default=(float("inf"), 0.0))
        print(f"second {second}: tone of {nearest[1]:.0f} Hz {nearest[0]:+.0f} ms after its picture")
        # The last second may not have been heard to its end.
        is_heard = abs(nearest[0]) <= LIMIT_MS and 950 <= nearest[1] <= 1050
        is_good = is_good and (is_heard or second == max(pictures))
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
