"""One training step of FuSTAL's student (TriDet with a MIL term and a mean teacher) in PyTorch's
Python, written as its users write it: Conv1d modules, heads that run level by level, trident decoding
of every point, clip_grad_norm_, AdamW, an average updated parameter by parameter.
Prints "wall cpu" seconds a step.

usage: student_step.py VIDEOS STEPS_OF_LEVEL_0 DIM CLASSES STEPS THREADS"""

import resource
import sys
import time
from copy import deepcopy

import torch
from torch import nn
from torch.nn import functional as F

VIDEOS, LENGTH, DIM, CLASSES, STEPS, THREADS = map(int, sys.argv[1:7])
WIDTH, HIDDEN, LEVELS, BINS = 512, 768, 6, 16
RANGES = [(0, 4), (4, 8), (8, 16), (16, 32), (32, 64), (64, 10000)]


class ChannelNorm(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(1, WIDTH, 1))
        self.bias = nn.Parameter(torch.zeros(1, WIDTH, 1))

    def forward(self, x):
        residual = x - x.mean(1, keepdim=True)
        variance = residual.pow(2).mean(1, keepdim=True)
        return residual / torch.sqrt(variance + 1e-5) * self.weight + self.bias


class MaskedConv(nn.Module):
    def __init__(self, inputs, outputs, bias=False):
        super().__init__()
        self.conv = nn.Conv1d(inputs, outputs, 3, padding=1, bias=bias)

    def forward(self, x, mask):
        return self.conv(x) * mask


class DropPath(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.full((1, WIDTH, 1), 1e-4))

    def forward(self, x):
        draws = (0.9 + torch.rand(x.shape[0], 1, 1)).floor()
        return self.scale * x / 0.9 * draws


def depth_wise(kernel):
    conv = nn.Conv1d(WIDTH, WIDTH, kernel, padding=kernel // 2, groups=WIDTH)
    nn.init.zeros_(conv.weight)
    nn.init.zeros_(conv.bias)
    return conv


class Block(nn.Module):
    def __init__(self, stride):
        super().__init__()
        self.stride = stride
        self.ln, self.gn = ChannelNorm(), nn.GroupNorm(16, WIDTH)
        self.psi, self.fc, self.convw, self.global_fc = (depth_wise(1) for _ in range(4))
        self.convkw = depth_wise(11)
        self.mlp = nn.Sequential(nn.Conv1d(WIDTH, HIDDEN, 1), nn.GELU(),
                                 nn.Conv1d(HIDDEN, WIDTH, 1))
        self.out = DropPath() if stride > 1 else nn.Identity()
        self.out_mlp = DropPath() if stride > 1 else nn.Identity()

    def forward(self, x, mask):
        if self.stride > 1:
            x = F.max_pool1d(x, 3, 2, 1)
            mask = mask[:, :, ::2]
        h = self.ln(x)
        phi = F.relu(self.global_fc(h.mean(2, keepdim=True)))
        z = self.fc(h) * phi + (self.convw(h) + self.convkw(h)) * self.psi(h) + h
        y = x * mask + self.out(z)
        return y + self.out_mlp(self.mlp(self.gn(y))), mask


class Head(nn.Module):
    def __init__(self, outputs):
        super().__init__()
        self.convs = nn.ModuleList(MaskedConv(WIDTH, WIDTH) for _ in range(2))
        self.norms = nn.ModuleList(ChannelNorm() for _ in range(2))
        self.last = MaskedConv(WIDTH, outputs, True)

    def forward(self, levels, masks):
        out = []
        for x, mask in zip(levels, masks):
            for conv, norm in zip(self.convs, self.norms):
                x = F.relu(norm(conv(x, mask)))
            out.append(self.last(x, mask))
        return out


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.ModuleList([MaskedConv(DIM, WIDTH), MaskedConv(WIDTH, WIDTH)])
        self.embed_norm = nn.ModuleList(ChannelNorm() for _ in range(2))
        self.blocks = nn.ModuleList([Block(1), Block(1)] + [Block(2) for _ in range(LEVELS - 1)])
        self.neck = nn.ModuleList(ChannelNorm() for _ in range(LEVELS))
        self.cls, self.start, self.end = Head(CLASSES), Head(CLASSES), Head(CLASSES)
        self.reg = Head(2 * (BINS + 1))
        self.scales = nn.ParameterList(nn.Parameter(torch.ones(())) for _ in range(LEVELS))
        for head in (self.cls, self.start, self.end):
            nn.init.constant_(head.last.conv.bias, -4.595)

    def forward(self, x, mask):
        for conv, norm in zip(self.embed, self.embed_norm):
            x = F.relu(norm(conv(x, mask)))
        levels, masks = [], []
        for i, block in enumerate(self.blocks):
            x, mask = block(x, mask)
            if i > 0:
                levels.append(x)
                masks.append(mask)
        levels = [norm(level) for norm, level in zip(self.neck, levels)]
        detached = [level.detach() for level in levels]
        cls = [out.permute(0, 2, 1) for out in self.cls(levels, masks)]
        start, end = self.start(detached, masks), self.end(detached, masks)
        reg = [F.relu(out * scale) for out, scale in zip(self.reg(levels, masks), self.scales)]
        offsets = []
        for s, e, r in zip(start, end, reg):
            r = r.permute(0, 2, 1).reshape(VIDEOS, -1, 2, BINS + 1)
            left = F.pad(s, (BINS, 0)).unfold(-1, BINS + 1, 1).permute(0, 2, 1, 3)
            right = F.pad(e, (0, BINS)).unfold(-1, BINS + 1, 1).permute(0, 2, 1, 3)
            steps = torch.arange(BINS + 1.0)
            to_start = (torch.softmax(left + r[:, :, None, 0], -1) * steps.flip(0)).sum(-1)
            to_end = (torch.softmax(right + r[:, :, None, 1], -1) * steps).sum(-1)
            offsets.append(torch.stack([to_start, to_end], -1))
        return torch.cat(cls, 1), torch.cat(offsets, 1), torch.cat(masks, 2)[:, 0] > 0, cls[0]


def points():
    rows = []
    for level, (low, high) in enumerate(RANGES):
        stride = 2 ** level
        times = torch.arange(LENGTH // stride) * float(stride)
        rows.append(torch.stack([times, torch.full_like(times, low), torch.full_like(times, high),
                                 torch.full_like(times, stride)], 1))
    return torch.cat(rows)


@torch.no_grad()
def assign(grid, segments, labels):
    t, stride = grid[:, :1], grid[:, 3:]
    left, right = t - segments[:, 0], segments[:, 1] - t
    centre = segments.mean(1)
    inside = torch.minimum(t - torch.maximum(centre - 1.5 * stride, segments[:, 0]),
                           torch.minimum(centre + 1.5 * stride, segments[:, 1]) - t) > 0
    far = torch.maximum(left, right)
    ok = inside & (far >= grid[:, 1:2]) & (far <= grid[:, 2:3])
    length = (segments[:, 1] - segments[:, 0]).expand_as(left).masked_fill(~ok, float("inf"))
    shortest, which = length.min(1)
    hit = (length <= shortest[:, None] + 1e-3) & (length < float("inf"))
    cls = (hit.float() @ F.one_hot(labels, CLASSES).float()).clamp(max=1)
    offsets = torch.stack([left, right], -1)[torch.arange(len(grid)), which] / stride
    return cls, offsets


def iou(pred, target):
    inter = torch.minimum(pred, target).sum(-1)
    return inter / (pred.sum(-1) + target.sum(-1) - inter).clamp(min=1e-8)


def diou(pred, target):
    hull = torch.maximum(pred, target).sum(-1).clamp(min=1e-8)
    rho = 0.5 * (pred[:, 1] - pred[:, 0] - target[:, 1] + target[:, 0])
    return 1 - iou(pred, target) + (rho / hull) ** 2


def loss_of(network, x, mask, truth, weak, normaliser):
    logits, offsets, valid, first = network(x + torch.randn_like(x) * 5e-4, mask)
    cls, reg = map(torch.stack, zip(*truth))
    positive = (cls * valid[:, :, None]) > 0
    pred = offsets[positive]
    target = reg[:, :, None].expand_as(offsets)[positive]
    normaliser = 0.9 * normaliser + 0.1 * max(int(positive.any(2).sum()), 1)
    p = torch.sigmoid(logits)
    focal = F.binary_cross_entropy_with_logits(logits, cls, reduction="none")
    focal = focal * (1 - (p * cls + (1 - p) * (1 - cls))) ** 2 * (0.25 * cls + 0.75 * (1 - cls))
    weight = torch.ones_like(focal)
    weight[positive] = iou(pred, target) ** 0.2
    loss = (focal * weight)[valid].sum() / normaliser + diou(pred, target).sum() / normaliser
    dropped = F.dropout(first, 0.7)
    count = max(1, int(valid[:, :LENGTH].sum()) // 5)
    scores = dropped.sort(dim=1, descending=True)[0][:, :min(count, LENGTH)].mean(1).softmax(1)
    return loss + F.binary_cross_entropy(scores, weak / weak.sum(1, keepdim=True)), normaliser


def main():
    torch.set_num_threads(THREADS)
    torch.manual_seed(0)
    network = Network()
    average = deepcopy(network)
    decayed = [p for n, p in network.named_parameters() if p.dim() == 3 and p.shape[0] != 1]
    others = [p for n, p in network.named_parameters() if not (p.dim() == 3 and p.shape[0] != 1)]
    optimizer = torch.optim.AdamW([{"params": decayed, "weight_decay": 0.05},
                                   {"params": others, "weight_decay": 0.0}], lr=1e-4)
    x, mask = torch.rand(VIDEOS, DIM, LENGTH), torch.ones(VIDEOS, 1, LENGTH)
    weak = F.one_hot(torch.arange(VIDEOS) % CLASSES, CLASSES).float()
    grid = points()
    segments = torch.tensor([[LENGTH * i / 20 + 2.0, LENGTH * i / 20 + 2.0 + LENGTH * (i + 2) / 400]
                             for i in range(18)])
    normaliser = 100.0

    def step():
        nonlocal normaliser
        truth = [assign(grid, segments, torch.full((18,), v % CLASSES)) for v in range(VIDEOS)]
        loss, normaliser = loss_of(network, x, mask, truth, weak, normaliser)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        with torch.no_grad():
            for theirs, ours in zip(average.parameters(), network.parameters()):
                theirs.mul_(0.999).add_(ours, alpha=0.001)
        return loss.item()

    def cpu_seconds():
        usage = resource.getrusage(resource.RUSAGE_SELF)
        return usage.ru_utime + usage.ru_stime

    step()
    wall, cpu = time.perf_counter(), cpu_seconds()
    for _ in range(STEPS):
        step()
    print((time.perf_counter() - wall) / STEPS, (cpu_seconds() - cpu) / STEPS)


main()
