"""Follows a student's training in PyTorch's Python, step by step, with Taloscope's own draws.

From a state that a run left (resume.pt) this goes on with networks, targets, losses, optimiser and
teacher written in plain PyTorch from the specification (fustal-stage3-student, the released
behaviour), and prints its losses beside those that the run reported. Only what is random comes from
Taloscope: order of the videos, crops, noise, drop path and dropout. Rounding parts the two after
some ten steps; the first ones must agree to 1e-4, or the exit status is 1.

usage: student_beside_pytorch.py RUN STATE STEPS [PREDICTIONS.json]

RUN is a run folder of `talo train` with `compat = "released"` (job.json, events.jsonl,
stage2/pseudo_labels.json), STATE the stage3/resume.pt of a run that ended earlier: the same command
with student.teacher_epochs=0 leaves that at the beginning of the teacher's phase. The average's
detections in all test videos are written to PREDICTIONS.json, for `talo evaluate`."""

import json
import math
import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(1)
RUN, STATE, STEPS = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
JOB = json.loads((RUN / "job.json").read_text())
SEED, CLASSES, S = JOB["seed"], JOB["classes"], JOB["config"]["student"]
GRID = JOB["student_grid"]
RANGES, LENGTH, BINS = S["regression_ranges"], S["max_sequence"], S["bins"]
WORD = (1 << 64) - 1
SAME_STEPS = 8  # steps that rounding cannot part yet
SAME = 1e-4


class Random:
    """core/base/random.h: xoshiro256** seeded through splitmix64."""

    def __init__(self, seed, stream):
        def split_mix(state):
            state = (state + 0x9E3779B97F4A7C15) & WORD
            z = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & WORD
            z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & WORD
            return state, z ^ (z >> 31)

        mixed = split_mix(seed)[1] ^ ((stream * 0xD1342543DE82EF95) & WORD)
        self.state = []
        for _ in range(4):
            mixed, word = split_mix(mixed)
            self.state.append(word)

    def next(self):
        def rotated(x, by):
            return ((x << by) | (x >> (64 - by))) & WORD

        s = self.state
        result = (rotated((s[1] * 5) & WORD, 7) * 9) & WORD
        shifted = (s[1] << 17) & WORD
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= shifted
        s[3] = rotated(s[3], 45)
        return result

    def integer(self, low, high):
        count = high - low + 1
        drawn = self.next()
        while drawn >= WORD - WORD % count:
            drawn = self.next()
        return low + drawn % count

    def shuffled(self, items):
        for i in range(len(items), 1, -1):
            j = self.integer(0, i - 1)
            items[i - 1], items[j] = items[j], items[i - 1]
        return items


# --- network (§3), parameters under the published names


class ChannelNorm(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(1, S["embed_dim"], 1))
        self.bias = nn.Parameter(torch.empty(1, S["embed_dim"], 1))

    def forward(self, x):
        rest = x - x.mean(1, keepdim=True)
        return rest / torch.sqrt((rest**2).mean(1, keepdim=True) + 1e-5) * self.weight + self.bias


class MaskedConv(nn.Module):
    def __init__(self, inputs, outputs, bias):
        super().__init__()
        self.conv = nn.Conv1d(inputs, outputs, 3, padding=1, bias=bias)

    def forward(self, x, mask):
        return self.conv(x) * mask


class DropPath(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.empty(1, S["embed_dim"], 1))
        self.uniforms = None

    def forward(self, x):
        if not self.training:
            return self.scale * x
        keep = 1 - S["drop_path"]
        return self.scale * x / keep * torch.floor(keep + self.uniforms.view(-1, 1, 1))


class Block(nn.Module):
    def __init__(self, stride):
        super().__init__()
        width, hidden = S["embed_dim"], S["sgp_mlp_dim"]
        self.stride, self.ln, self.gn = stride, ChannelNorm(), nn.GroupNorm(16, width)
        for name, kernel in (("psi", 1), ("fc", 1), ("convw", 1), ("convkw", 11), ("global_fc", 1)):
            conv = nn.Conv1d(width, width, kernel, padding=kernel // 2, groups=width)
            self.add_module(name, conv)
        self.mlp = nn.Sequential(nn.Conv1d(width, hidden, 1), nn.GELU(),
                                 nn.Conv1d(hidden, width, 1))
        if stride > 1:
            self.drop_path_out, self.drop_path_mlp = DropPath(), DropPath()

    def forward(self, x, mask):
        if self.stride > 1:
            x, mask = F.max_pool1d(x, 3, 2, 1), mask[:, :, ::2]
        h = self.ln(x)
        phi = F.relu(self.global_fc(h.mean(2, keepdim=True)))
        z = self.fc(h) * phi + (self.convw(h) + self.convkw(h)) * self.psi(h) + h
        if self.stride == 1:
            y = x * mask + z
            return y + self.mlp(self.gn(y)), mask
        y = x * mask + self.drop_path_out(z)
        return y + self.drop_path_mlp(self.mlp(self.gn(y))), mask


class Head(nn.Module):
    def __init__(self, outputs, last):
        super().__init__()
        width = S["embed_dim"]
        self.head = nn.ModuleList(MaskedConv(width, width, False) for _ in range(2))
        self.norm = nn.ModuleList(ChannelNorm() for _ in range(2))
        self.last = last
        self.add_module(last, MaskedConv(width, outputs, True))
        if last == "offset_head":
            self.scale = nn.ModuleList(nn.Module() for _ in RANGES)
            for scale in self.scale:
                scale.register_parameter("scale", nn.Parameter(torch.empty(())))

    def forward(self, x, mask):
        for conv, norm in zip(self.head, self.norm):
            x = F.relu(norm(conv(x, mask)))
        return getattr(self, self.last)(x, mask)


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        width = S["embed_dim"]
        self.backbone, self.neck = nn.Module(), nn.Module()
        self.backbone.embd = nn.ModuleList(
            [MaskedConv(GRID["dim"], width, False), MaskedConv(width, width, False)])
        self.backbone.embd_norm = nn.ModuleList(ChannelNorm() for _ in range(2))
        self.backbone.stem = nn.ModuleList(Block(1) for _ in range(2))
        self.backbone.branch = nn.ModuleList(Block(2) for _ in RANGES[1:])
        self.neck.fpn_norms = nn.ModuleList(ChannelNorm() for _ in RANGES)
        self.cls_head, self.start_head, self.end_head = (
            Head(len(CLASSES), "cls_head") for _ in range(3))
        self.reg_head = Head(2 * (BINS + 1), "offset_head")

    def forward(self, x, mask):
        """Per level: class logits [B, C, T], decoded offsets [B, T, C, 2], valid [B, T]."""
        for conv, norm in zip(self.backbone.embd, self.backbone.embd_norm):
            x = F.relu(norm(conv(x, mask)))
        for block in self.backbone.stem:
            x, mask = block(x, mask)
        levels = [(x, mask)]
        for block in self.backbone.branch:
            levels.append(block(*levels[-1]))
        out = []
        for level, (x, mask) in enumerate(levels):
            x = self.neck.fpn_norms[level](x)
            bins = F.relu(self.reg_head(x, mask) * self.reg_head.scale[level].scale)
            start, end = (head(x.detach(), mask) for head in (self.start_head, self.end_head))
            offsets = decoded(start, end, bins)
            out.append((self.cls_head(x, mask), offsets, mask[:, 0] > 0.5))
        return out


def decoded(start, end, bins):
    bins = bins.permute(0, 2, 1).reshape(bins.shape[0], 1, -1, 2, BINS + 1)
    left = F.pad(start, (BINS, 0)).unfold(2, BINS + 1, 1) + bins[..., 0, :]
    right = F.pad(end, (0, BINS)).unfold(2, BINS + 1, 1) + bins[..., 1, :]
    steps = torch.arange(BINS + 1.0)
    to_start = (left.softmax(-1) * steps.flip(0)).sum(-1)
    to_end = (right.softmax(-1) * steps).sum(-1)
    return torch.stack([to_start, to_end], -1).permute(0, 2, 1, 3)


# --- targets and losses (§4)

POINTS = torch.cat([
    torch.tensor([[i * 2.0**level, low, high, 2.0**level] for i in range(LENGTH >> level)])
    for level, (low, high) in enumerate(RANGES)])


def assigned(segments, labels):
    """Class targets [P, C] and offsets in strides [P, 2] of one video."""
    if len(segments) == 0:
        return torch.zeros(len(POINTS), len(CLASSES)), torch.zeros(len(POINTS), 2)
    t, low, high, stride = POINTS.split(1, 1)
    a, b = segments[:, 0], segments[:, 1]
    left, right, centre, reach = t - a, b - t, (a + b) / 2, S["centre_radius"] * stride
    inside = torch.minimum(t - torch.maximum(centre - reach, a.expand_as(left)),
                           torch.minimum(centre + reach, b.expand_as(left)) - t) > 0
    far = torch.maximum(left, right)
    good = inside & (far >= low) & (far <= high)
    length = (b - a).expand_as(left).masked_fill(~good, math.inf)
    shortest, which = length.min(1)
    hit = (length <= shortest[:, None] + 1e-3) & (length < math.inf)
    cls = (hit.float() @ F.one_hot(labels, len(CLASSES)).float()).clamp(max=1)
    return cls, torch.stack([left, right], -1)[torch.arange(len(POINTS)), which] / stride


def losses(network, batch, targets, keep, normaliser):
    """Total loss, its parts (classification, regression, multiple instances), new normaliser."""
    output = network(batch["x"], batch["mask"])
    logits = torch.cat([cls for cls, _, _ in output], 2).permute(0, 2, 1)
    offsets = torch.cat([offset for _, offset, _ in output], 1)
    valid = torch.cat([level for _, _, level in output], 1)
    cls, reg = (torch.stack(part) for part in zip(*(assigned(*t) for t in targets)))
    positive = (cls > 0) & valid[:, :, None]
    normaliser = 0.9 * normaliser + 0.1 * max(int(positive.any(2).sum()), 1)
    pred, target = offsets[positive], reg[:, :, None].expand_as(offsets)[positive]
    common = torch.minimum(pred, target).sum(1)
    iou = common / (pred.sum(1) + target.sum(1) - common).clamp(min=1e-8)
    hull = torch.maximum(pred, target).sum(1).clamp(min=1e-8)
    rho = 0.5 * (pred[:, 1] - pred[:, 0] - target[:, 1] + target[:, 0])
    regression = (1 - iou + (rho / hull) ** 2).sum() / normaliser
    weight = torch.ones_like(logits)
    weight[positive] = iou.clamp(min=1e-8) ** S["iou_weight_power"]
    p = torch.sigmoid(logits)
    focal = F.binary_cross_entropy_with_logits(logits, cls, reduction="none")
    focal = focal * (1 - (p * cls + (1 - p) * (1 - cls))) ** 2 * (0.25 * cls + 0.75 * (1 - cls))
    classification = (focal * weight * valid[:, :, None]).sum() / normaliser
    kept = output[0][0].permute(0, 2, 1) * keep / (1 - S["mil_dropout"])
    count = min(sum(batch["lengths"]) // S["mil_divisor"], LENGTH)
    scores = kept.sort(dim=1, descending=True)[0][:, :count].mean(1).softmax(1)
    mil = F.binary_cross_entropy(scores, batch["weak"] / batch["weak"].sum(1, keepdim=True))
    return classification + regression + mil, (classification, regression, mil), normaliser


# --- detections (§7)


def soft_nms(segments, scores):
    area, alive, out = segments[:, 1] - segments[:, 0] + 1e-6, np.ones(len(scores), bool), []
    while alive.any():
        best = int(np.argmax(np.where(alive, scores, -1)))
        out.append((scores[best], *segments[best]))
        alive[best] = False
        common = np.maximum(0, np.minimum(segments[best, 1], segments[:, 1]) -
                            np.maximum(segments[best, 0], segments[:, 0]))
        iou = common / (area[best] + area - common)
        scores = np.where(alive, scores * np.exp(-iou * iou / S["nms_sigma"]), scores)
        alive &= scores >= S["min_score"]
    return out


@torch.no_grad()
def detections(network, x, length, duration):
    """(score, class, start, end) in seconds of one padded sample [1, D, T], best first."""
    mask = (torch.arange(x.shape[2]) < length).float()[None, None]
    segments, scores, classes = [], [], []
    for level, (cls, offsets, valid) in enumerate(network(x, mask)):
        p = (torch.sigmoid(cls[0]).t() * valid[0][:, None]).flatten()
        order = p.sort(descending=True, stable=True)[1][:S["pre_nms_top_k"]]
        order = order[p[order] > S["pre_nms_score"]]
        point, label = order // len(CLASSES), order % len(CLASSES)
        offset, stride = offsets[0, point, label], 2.0**level
        found = torch.stack([point * stride - offset[:, 0] * stride,
                             point * stride + offset[:, 1] * stride], 1)
        long = found[:, 1] - found[:, 0] > S["min_duration"]
        segments.append(found[long])
        scores.append(p[order][long])
        classes.append(label[long])
    segments = torch.cat(segments).double().numpy()
    scores, classes = torch.cat(scores).double().numpy(), torch.cat(classes).numpy()
    out = []
    for label in np.unique(classes):
        mine = classes == label
        for score, start, end in soft_nms(segments[mine], scores[mine]):
            times = [min(max(seconds(bound), 0.0), duration) for bound in (start, end)]
            out.append((score, int(label), *times))
    return sorted(out, key=lambda detection: -detection[0])[:S["max_segments"]]


# --- data (§1)


def seconds(grid):
    return (grid * GRID["stride_frames"] + 0.5 * GRID["window_frames"]) / GRID["sample_fps"]


def grid(times):
    return (times * GRID["sample_fps"] - 0.5 * GRID["window_frames"]) / GRID["stride_frames"]


def features(video):
    parts = [np.load(part) for part in video["student_features"]["parts"]]
    return torch.from_numpy(np.concatenate(parts, 1).astype(np.float32)).t().contiguous()


def labels_of(video, pseudo):
    found = pseudo.get(video["name"], [])
    times = torch.tensor([label["segment"] for label in found]).reshape(-1, 2)
    return grid(times), torch.tensor([CLASSES.index(label["label"]) for label in found]).long()


def cropped(rows, labels, random):
    length, (segments, classes) = rows.shape[1], labels
    taken = LENGTH
    if length <= LENGTH:
        shortest = max(round(S["crop_ratio_min"] * length), 1)
        taken = random.integer(shortest, min(round(S["crop_ratio_max"] * length), length))
    if taken == length:
        return rows, labels
    for _ in range(S["crop_trials"]):
        start = random.integer(0, length - taken)
        inside = segments.clamp(start, start + taken)
        share = (inside[:, 1] - inside[:, 0]) / (segments[:, 1] - segments[:, 0]).abs()
        kept = share >= S["truncation_threshold"]
        if kept.any():
            break
    return rows[:, start:start + taken], (inside[kept] - start, classes[kept])


class Data:
    def __init__(self):
        self.videos = [video for video in JOB["videos"] if video["training"]]
        self.rows = [features(video) for video in self.videos]
        pseudo = json.loads((RUN / "stage2/pseudo_labels.json").read_text())["results"]
        self.labels = [labels_of(video, pseudo) for video in self.videos]
        self.per_epoch = -(-len(self.videos) // S["batch_size"])

    def batch(self, step):
        epoch, first = step // self.per_epoch, step % self.per_epoch * S["batch_size"]
        order = Random(SEED, (1 << 56) + (epoch << 28)).shuffled(list(range(len(self.videos))))
        taken = order[first:first + S["batch_size"]]
        crops = [cropped(self.rows[i], self.labels[i], Random(SEED, (2 << 56) + (epoch << 28) + i))
                 for i in taken]
        lengths = [rows.shape[1] for rows, _ in crops]
        x = torch.zeros(len(taken), GRID["dim"], LENGTH)
        for row, (rows, _) in zip(x, crops):
            row[:, :rows.shape[1]] = rows
        weak = torch.tensor([[float(name in self.videos[i]["weak_labels"]) for name in CLASSES]
                             for i in taken])
        mask = (torch.arange(LENGTH) < torch.tensor(lengths)[:, None]).float()[:, None]
        return {"x": x, "mask": mask, "lengths": lengths, "weak": weak,
                "labels": [labels for _, labels in crops],
                "durations": [self.videos[i]["duration_s"] for i in taken]}


# --- training (§5, §6)


def taught(average, batch):
    """The teacher's targets, None where it finds nothing in one of the videos."""
    out = []
    for row, length, duration in zip(batch["x"], batch["lengths"], batch["durations"]):
        found = detections(average, row[None], length, duration)
        if not found:
            return None
        kept = [d for d in found if d[0] > S["teacher_score"]] or found[:1]
        times = torch.tensor([[d[2], d[3]] for d in kept], dtype=torch.float32)
        out.append((grid(times).clamp(min=0), torch.tensor([d[1] for d in kept])))
    return out


class Student:
    def __init__(self):
        state = torch.load(STATE, weights_only=True)

        def part(prefix):
            return {k[len(prefix):]: v for k, v in state.items() if k.startswith(prefix)}

        self.network, self.average = Network(), Network().eval()
        self.network.load_state_dict(part("model."))
        self.average.load_state_dict(part("average."))
        self.normaliser = float(state["numbers"][0])
        self.step, self.updates = int(state["position"][0]), int(state["counters"][0])
        named = dict(self.network.named_parameters())
        decaying = {id(m.weight) for m in self.network.modules() if isinstance(m, nn.Conv1d)}
        groups = ([p for p in named.values() if (id(p) in decaying) == is_decaying]
                  for is_decaying in (True, False))
        self.optimiser = torch.optim.AdamW(
            [{"params": next(groups), "weight_decay": S["weight_decay"]},
             {"params": next(groups), "weight_decay": 0.0}], lr=S["learning_rate"])
        first, second = part("optimiser.exp_avg."), part("optimiser.exp_avg_sq.")
        for name, parameter in named.items():
            self.optimiser.state[parameter] = {"step": torch.tensor(float(self.updates)),
                                               "exp_avg": first[name].clone(),
                                               "exp_avg_sq": second[name].clone()}

    def train(self, batch, targets, warmup):
        torch.manual_seed(Random(SEED, (1 << 40) + self.step).next())
        samples = len(batch["lengths"])
        batch["x"] = batch["x"] + torch.randn(batch["x"].shape) * S["input_noise"]
        uniforms = torch.rand(2 * (len(RANGES) - 1), samples)
        keep = torch.rand(samples, LENGTH, len(CLASSES)) >= S["mil_dropout"]
        self.network.train()
        for block, (out, mlp) in zip(self.network.backbone.branch, uniforms.split(2)):
            block.drop_path_out.uniforms, block.drop_path_mlp.uniforms = out, mlp
        total, parts, self.normaliser = losses(self.network, batch, targets, keep, self.normaliser)
        self.optimiser.zero_grad()
        total.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), S["clip_grad_norm"])
        share = min(self.updates / (warmup - 1), 1.0) if warmup > 1 else 1.0
        for group in self.optimiser.param_groups:
            group["lr"] = S["learning_rate"] * share
        self.optimiser.step()
        self.updates += 1
        with torch.no_grad():
            for mean, new in zip(self.average.parameters(), self.network.parameters()):
                mean.mul_(S["ema_decay"]).add_(new, alpha=1 - S["ema_decay"])
        return [total.item()] + [part.item() for part in parts]


def reported():
    """The run's total loss by step."""
    out = {}
    for line in (RUN / "events.jsonl").read_text().splitlines():
        if '"student.loss"' in line:
            event = json.loads(line)
            out[event["step"]] = event["value"]
    return out


def write_predictions(average, path):
    results = {}
    for video in JOB["videos"]:
        if video["training"]:
            continue
        rows = features(video)
        multiple = 1 << (len(RANGES) - 1)
        padded = max(LENGTH, -(-rows.shape[1] // multiple) * multiple)
        x = F.pad(rows, (0, padded - rows.shape[1]))[None]
        found = detections(average, x, rows.shape[1], video["duration_s"])
        results[video["name"]] = [{"label": CLASSES[label], "score": float(score),
                                   "segment": [float(start), float(end)]}
                                  for score, label, start, end in found]
    Path(path).write_text(json.dumps({"version": "1", "results": results, "external_data": {}}))


def main():
    data, student, ours = Data(), Student(), reported()
    begin, worst, is_teaching = student.step, 0.0, False
    last = min(begin + STEPS, max(ours) + 1)
    print("step  labels  plain PyTorch  Taloscope   (classification, regression, instances)")
    while student.step < last:
        step = student.step
        if step % data.per_epoch == 0 or step == begin:
            is_teaching = step // data.per_epoch >= S["pseudo_label_epochs"]
        batch = data.batch(step)
        targets = taught(student.average, batch) if is_teaching else batch["labels"]
        if targets is None:
            is_teaching = False  # the rest of the epoch, as released
            print(f"{step:4}  skipped")
        else:
            warmup = S["warmup_epochs"] * data.per_epoch
            total, *parts = student.train(batch, targets, warmup)
            if step < begin + SAME_STEPS:
                worst = max(worst, abs(total - ours[step]) / ours[step])
            labels = sum(len(classes) for _, classes in targets)
            print(f"{step:4}  {labels:6}  {total:13.6f}  {ours[step]:9.6f}   "
                  f"({parts[0]:.6f}, {parts[1]:.6f}, {parts[2]:.6f})", flush=True)
        student.step += 1
    if len(sys.argv) > 4:
        write_predictions(student.average, sys.argv[4])
    print(f"largest relative difference in the first {SAME_STEPS} steps: {worst:.1e}")
    return 0 if worst <= SAME else 1


sys.exit(main())
