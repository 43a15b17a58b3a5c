"""One training step of FuSTAL's generator in PyTorch's Python, written as its users write it:
Conv1d modules, Adam with its defaults, mining with the CPU libraries it needs, a loop over pairs.
Prints "wall cpu" seconds a step.

usage: generator_step.py VIDEOS SNIPPETS DIM CLASSES STEPS THREADS"""

import resource
import sys
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

VIDEOS, SNIPPETS, DIM, CLASSES, STEPS, THREADS = map(int, sys.argv[1:7])
EASY, HARD = max(1, SNIPPETS // 5), max(1, SNIPPETS // 20)


def windows(binary, before, after):
    return np.lib.stride_tricks.sliding_window_view(
        np.pad(binary, ((0, 0), (before, after))), before + after + 1, axis=1)


def erode(binary, width):
    return windows(binary, width // 2, width - 1 - width // 2).min(2)


def dilate(binary, width):
    return windows(binary, width - 1 - width // 2, width // 2).max(2)


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Sequential(nn.Conv1d(DIM, DIM, 3, padding=1), nn.ReLU())
        self.classify = nn.Sequential(nn.Conv1d(DIM, CLASSES, 1, bias=False), nn.ReLU())
        self.dropout = nn.Dropout(0.7)
        self.mining = nn.Dropout(0.6)

    def take(self, embeddings, score, count):
        order = score.sort(descending=True, dim=1)[1][:, :count]
        return embeddings.gather(1, order.unsqueeze(2).expand(-1, -1, DIM))

    def forward(self, x):
        embeddings = self.embed(x.permute(0, 2, 1))
        cas = self.classify(self.dropout(embeddings)).permute(0, 2, 1)
        embeddings = embeddings.permute(0, 2, 1)
        actionness = cas.sum(2)
        scores = cas.sort(descending=True, dim=1)[0][:, :EASY].mean(1).softmax(1)
        a = actionness.detach()
        mask = self.mining(torch.ones_like(a))
        ea = self.take(embeddings, a * mask, EASY)
        eb = self.take(embeddings, (a.max(1, keepdim=True)[0] - a) * mask, EASY)
        values = a.cpu().numpy()
        binary = (values > np.median(values, 1, keepdims=True)).astype(np.int64)
        inner = torch.from_numpy(erode(binary, 3) - erode(binary, 6))
        outer = torch.from_numpy(dilate(binary, 6) - dilate(binary, 3))
        return scores, ea, eb, self.take(embeddings, a * inner, HARD), \
            self.take(embeddings, a * outer, HARD)


def nce(query, positive, negative):
    q = F.normalize(query.mean(1), dim=1)
    p = F.normalize(positive.mean(1), dim=1)
    n = F.normalize(negative, dim=2)
    near = torch.einsum("nc,nc->n", q, p).unsqueeze(1)
    far = torch.einsum("nc,nkc->nk", q, n)
    logits = torch.cat([near, far], 1) / 0.07
    return F.cross_entropy(logits, torch.zeros(len(logits), dtype=torch.long))


def contrast(ea, eb, ha, hb):
    return nce(ha, ea, eb) + nce(hb, eb, ea)


def loss_of(network, x, labels):
    scores, ea, eb, ha, hb = network(x)
    classification = F.binary_cross_entropy(scores, labels / labels.sum(1, keepdim=True))
    loss = contrast(ea, eb, ha, hb)
    pairs = [(p, q) for p in range(len(x)) for q in range(p)
             if torch.equal(labels[p], labels[q])]
    for p, q in pairs:
        rows, swapped = [p, q], [q, p]
        loss = loss + 0.2 / len(pairs) * contrast(ea[rows], eb[rows], ha[swapped], hb[swapped])
    return classification + 0.01 * loss


torch.set_num_threads(THREADS)
torch.manual_seed(0)
network = Network()
optimizer = torch.optim.Adam(network.parameters(), lr=1e-4, weight_decay=5e-4)
x = torch.rand(VIDEOS, SNIPPETS, DIM)
labels = torch.eye(CLASSES)[torch.arange(VIDEOS) % CLASSES]


def step():
    loss = loss_of(network, x, labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


step()
wall, cpu = time.perf_counter(), cpu_seconds()
for _ in range(STEPS):
    step()
print((time.perf_counter() - wall) / STEPS, (cpu_seconds() - cpu) / STEPS)
