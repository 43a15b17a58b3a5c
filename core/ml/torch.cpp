#include "core/ml/torch.h"
