#include "tests/golden/case_kinds.h"

#include <fnmatch.h>

namespace tests {

namespace {

constexpr std::string_view kGenerator = "fustal_generator";
constexpr std::string_view kStudent = "fustal_student";
constexpr std::string_view kSal = "sal";
constexpr std::string_view kFtcl = "ftcl";

constexpr CaseKind kKinds[] = {
    {kGenerator, "sampling*", "sampling", "tst_golden_sampling"},
    {kGenerator, "proposals_*", "proposals", "tst_golden_proposals"},
    {kGenerator, "nms*", "nms", "tst_golden_nms"},
    {kGenerator, "filter*", "filter", "tst_golden_filter"},
    {kGenerator, "map_*", "map", "tst_golden_map"},
    {kGenerator, "mining_widths*", "mining_widths", "tst_golden_generator"},
    {kGenerator, "mining_*", "mining", "tst_golden_generator"},
    {kGenerator, "net_train_masks*", "net_train_masks", "tst_golden_generator"},
    {kGenerator, "net_eval*", "net_eval", "tst_golden_generator"},
    {kGenerator, "loss_sets*", "loss_sets", "tst_golden_generator"},
    {kGenerator, "loss_full_network*", "loss_full_network", "tst_golden_generator"},
    {kGenerator, "train_three_steps*", "train_steps", "tst_golden_generator"},

    {kStudent, "net_*_train_inject*", "net_train_inject", "tst_golden_student_net"},
    {kStudent, "net_*_train*", "net_train", "tst_golden_student_net"},
    {kStudent, "net_*", "net_eval", "tst_golden_student_net"},
    {kStudent, "prim_masked_conv*", "masked_conv", "tst_golden_student_net"},
    {kStudent, "prim_layer_norm*", "layer_norm", "tst_golden_student_net"},
    {kStudent, "prim_drop_path*", "drop_path", "tst_golden_student_net"},
    {kStudent, "prim_scale*", "scale", "tst_golden_student_net"},
    {kStudent, "prim_points*", "points", "tst_golden_student_net"},
    {kStudent, "prim_sgp_*", "sgp", "tst_golden_student_net"},
    {kStudent, "prim_trident_prior*", "trident_prior", "tst_golden_student_net"},
    {kStudent, "prim_trident*", "trident", "tst_golden_student_net"},
    {kStudent, "label_assign*", "label_assign", "tst_golden_student_training"},
    {kStudent, "loss_elements*", "loss_elements", "tst_golden_student_training"},
    {kStudent, "loss_total*", "loss_total", "tst_golden_student_training"},
    {kStudent, "loss_mil*", "loss_mil", "tst_golden_student_training"},
    {kStudent, "load_filter_crop*", "load_filter_crop", "tst_golden_student_data"},
    {kStudent, "crop_ranges*", "crop_ranges", "tst_golden_student_data"},
    {kStudent, "crop_trials*", "crop_trials", "tst_golden_student_data"},
    {kStudent, "teacher_step*", "teacher_step", "tst_golden_student_training"},
    {kStudent, "teacher_net*", "teacher_net", "tst_golden_student_net"},
    {kStudent, "ema*", "ema", "tst_golden_student_training"},
    {kStudent, "checkpoint*", "checkpoint", "tst_golden_student_training"},
    {kStudent, "lr_schedule*", "lr_schedule", "tst_golden_student_training"},
    {kStudent, "train_steps*", "train_steps", "tst_golden_student_training"},
    {kStudent, "decode*", "decode", "tst_golden_student_training"},
    {kStudent, "nms_corner*", "nms_corner", "tst_golden_candidate_nms"},
    {kStudent, "nms_stored*", "nms_stored", "tst_golden_candidate_nms"},
    {kStudent, "to_seconds*", "to_seconds", "tst_golden_candidate_nms"},

    {kSal, "bilinear_*", "bilinear", "tst_golden_sal"},
    {kSal, "net_*", "net", "tst_golden_sal"},
    {kSal, "losses_*", "losses", "tst_golden_sal"},
    {kSal, "ema_mask*", "ema_mask", "tst_golden_sal"},
    {kSal, "pseudo_label*", "pseudo_label", "tst_golden_sal"},
    {kSal, "train_*", "train", "tst_golden_sal_training"},
    {kSal, "inference*", "inference", "tst_golden_sal"},
    {kSal, "sampling*", "sampling", "tst_golden_sal_proposals"},
    {kSal, "loader*", "loader", "tst_golden_sal_proposals"},
    {kSal, "upsample*", "upsample", "tst_golden_sal_proposals"},
    {kSal, "oic*", "oic", "tst_golden_sal_proposals"},
    {kSal, "nms*", "nms", "tst_golden_sal_proposals"},
    {kSal, "evaluation*", "evaluation", "tst_golden_sal_proposals"},

    {kFtcl, "pairs*", "pairs", "tst_golden_ftcl"},
    {kFtcl, "fsd_dp*", "fsd_dp", "tst_golden_ftcl"},
    {kFtcl, "lcs_dp*", "lcs_dp", "tst_golden_ftcl"},
    {kFtcl, "dp_candidates*", "dp_candidates", "tst_golden_ftcl"},
    {kFtcl, "dp_defects*", "dp_defects", "tst_golden_ftcl"},
    {kFtcl, "net_*", "net", "tst_golden_ftcl"},
    {kFtcl, "acm_losses*", "acm_losses", "tst_golden_ftcl"},
    {kFtcl, "total_loss*", "pair_batch", "tst_golden_ftcl"},
    {kFtcl, "full_step*", "pair_batch", "tst_golden_ftcl"},
    {kFtcl, "stage1_loss*", "stage1_loss", "tst_golden_ftcl"},
    {kFtcl, "optimiser*", "optimiser", "tst_golden_ftcl"},
    {kFtcl, "sampling*", "sampling", "tst_golden_ftcl_proposals"},
    {kFtcl, "inference*", "inference", "tst_golden_ftcl_proposals"},
    {kFtcl, "evaluation*", "evaluation", "tst_golden_ftcl_proposals"},
};

} // namespace

std::span<const CaseKind> caseKinds()
{
    return kKinds;
}

std::string caseKind(std::string_view area, std::string_view caseName)
{
    for (const CaseKind &row : kKinds) {
        if (row.area == area &&
            fnmatch(std::string(row.pattern).c_str(), std::string(caseName).c_str(), 0) == 0) {
            return std::string(row.kind);
        }
    }
    return {};
}

} // namespace tests
