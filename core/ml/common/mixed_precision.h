#pragma once

namespace core::ml {

// bfloat16 in the matrix products of the scope, on CUDA; its range is float32's, so no loss
// scaling. Off where it is not wanted.
class MixedPrecisionScope
{
public:
    explicit MixedPrecisionScope(bool isWanted);
    ~MixedPrecisionScope();
    MixedPrecisionScope(const MixedPrecisionScope &) = delete;
    MixedPrecisionScope &operator=(const MixedPrecisionScope &) = delete;

private:
    bool m_before;
};

} // namespace core::ml
