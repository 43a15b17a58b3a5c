"""The two dynamic programs of FTCL as its published loss modules compute them: Python loops over the
cells of every pair, autograd through each cell (spec ftcl, section 6, "Why the reference is slow").
Written from the description, forward and backward of one training step. Prints "lcs fsd" CPU seconds.

usage: alignment_loops.py PAIRS LCS_LENGTH FSD_LENGTH THREADS"""

import sys
import time

import torch

PAIRS, LCS, FSD, THREADS = map(int, sys.argv[1:5])
THRESHOLD, SMOOTHING = 0.92, 0.1


def lcs(similarity):
    """A tensor table, filled cell by cell; a host branch a cell."""
    length = len(similarity)
    table = torch.zeros(length + 1, length + 1)
    for i in range(1, length + 1):
        for j in range(1, length + 1):
            if similarity[i - 1, j - 1] > THRESHOLD:
                table[i, j] = table[i - 1, j - 1] + similarity[i - 1, j - 1]
            else:
                table[i, j] = torch.max(table[i - 1, j].clone(), table[i, j - 1].clone())
    return table[length, length]


def assigned(table, i, j, value):
    """A whole new table with one other cell: blended by masks that are made on the spot."""
    mask = torch.zeros_like(table)
    mask[i, j] = 1.0
    return table * (1.0 - mask) + mask * value


def smooth_max(values):
    z = torch.stack(values) / SMOOTHING
    most = z.max()
    return SMOOTHING * ((z - most).exp().sum().log() + most)


def fsd(match, gap):
    length = len(match)
    table = torch.zeros(length + 1, length + 1)
    for i in range(1, length + 1):
        for j in range(1, length + 1):
            g = gap[i - 1, j - 1]
            best = smooth_max([table[i - 1, j - 1], g + table[i - 1, j], g + table[i, j - 1]])
            table = assigned(table, i, j, match[i - 1, j - 1] + best)
    return table[length, length]


def timed(function, *inputs):
    begin = time.process_time()
    sum(function(*(x[p] for x in inputs)) for p in range(PAIRS)).backward()
    return time.process_time() - begin


torch.set_num_threads(THREADS)
torch.manual_seed(0)
similarity = (0.84 + 0.16 * torch.rand(PAIRS, LCS, LCS)).requires_grad_()
match = torch.rand(PAIRS, FSD, FSD).requires_grad_()
gap = torch.rand(PAIRS, FSD, FSD).requires_grad_()
timed(fsd, match, gap)
print(timed(lcs, similarity), timed(fsd, match, gap))
