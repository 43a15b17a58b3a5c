"""Writes the stored checkpoints of this folder, with PyTorch 2.11.0, as training scripts do."""
import collections
import torch

torch.manual_seed(7)
weight = torch.arange(12, dtype=torch.float32).reshape(3, 4) / 8 - 0.5
state = collections.OrderedDict()
state["module.f_embed.0.weight"] = weight
state["module.f_embed.0.bias"] = torch.tensor([0.25, -1.5, 3.0], dtype=torch.float64)
state["module.transposed"] = weight.t()  # strides, shared storage
state["module.slice"] = weight[1:, 2]  # storage offset
state["module.counts"] = torch.tensor([1, -2, 1 << 40])
state["module.half"] = torch.tensor([0.5, 2.0], dtype=torch.float16)
state["module.flags"] = torch.tensor([True, False, True])
state["module.scalar"] = torch.tensor(4.5)
state["module.empty"] = torch.zeros(0, 5)
torch.save(state, "state_dict.pt")

model = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.BatchNorm1d(2))
optimizer = torch.optim.Adam(model.parameters())
model(torch.ones(4, 2)).sum().backward()
optimizer.step()
averaged = {name: tensor + 1 for name, tensor in model.state_dict().items()}
torch.save({"epoch": 3, "state_dict": model.state_dict(), "state_dict_ema": averaged,
            "optimizer": optimizer.state_dict(), "note": "bundle", "best": 0.5}, "bundle.pt")
