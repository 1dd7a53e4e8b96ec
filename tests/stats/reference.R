# What R says about panel.csv, kept in reference.json; run from the project's root:
#
#     Rscript tests/stats/reference.R
#
# panel.csv is simulated: 60 people, a quarter of whom skip each wave, and four items.
#
#     rng = np.random.default_rng(20261122)
#     person, noise = rng.normal(3, 0.6, (60, 1)), rng.normal(0, 0.5, (60, 6))
#     scores = (person + noise).round(2)
#     scores[:, 1] += 0.25
#     scores[:, :2][rng.random((60, 2)) < 0.25] = np.nan
#     scores[:, 2:] = scores[:, 2:].round()
#     names = ["before", "after", "item_1", "item_2", "item_3", "item_4"]
#     pd.DataFrame(scores.round(2), columns=names).to_csv("panel.csv", index=False)

library(lmerTest)

panel <- read.csv("tests/stats/panel.csv")
linked <- panel[complete.cases(panel[c("before", "after")]), ]

t_test <- function(...) {
  test <- t.test(...)
  list(low = test$conf.int[1], high = test$conf.int[2], se = test$stderr,
       df = test$parameter[[1]], p = test$p.value)
}

# How lme4's optimiser is asked for all the digits it can give.
precisely <- lmerControl(optimizer = "nloptwrap",
                         optCtrl = list(xtol_abs = 1e-12, ftol_abs = 1e-14))

mixed_model <- function(before, after) {
  answers <- data.frame(person = rep(seq_along(before), 2),
                        wave = rep(0:1, each = length(before)),
                        answer = c(before, after))
  fit <- lmer(answer ~ wave + (1 | person), answers, control = precisely)
  table <- summary(fit)$coefficients
  variances <- as.data.frame(VarCorr(fit))$vcov
  list(coefficients = unname(table[, "Estimate"]), se = unname(table[, "Std. Error"]),
       df = unname(table[, "df"]), p = unname(table[, "Pr(>|t|)"]),
       between = variances[1], within = variances[2],
       log_likelihood = as.numeric(logLik(fit)))
}

# Algina & Keselman's (2003) interval of d_av, by the noncentral t of R itself.
effect_size <- function(before, after) {
  n <- length(before)
  J <- exp(lgamma((n - 1) / 2) - lgamma((n - 2) / 2)) / sqrt((n - 1) / 2)
  se <- sd(after - before) / sqrt(n)
  unit <- J / sqrt((var(before) + var(after)) / 2)
  t <- mean(after - before) / se
  limit <- function(share)
    uniroot(function(ncp) pt(t, n - 1, ncp) - share, t + c(-4, 4), tol = 1e-14)$root
  list(value = mean(after - before) * unit, low = limit(0.975) * se * unit,
       high = limit(0.025) * se * unit)
}

# Cronbach (1951) and Feldt, Woodruff & Salih (1987), written out.
alpha <- function(items) {
  n <- nrow(items)
  k <- ncol(items)
  value <- k / (k - 1) * (1 - sum(diag(cov(items))) / sum(cov(items)))
  limit <- function(share) 1 - (1 - value) * qf(share, n - 1, (n - 1) * (k - 1))
  list(value = value, low = limit(0.975), high = limit(0.025))
}

p_values <- c(0.001, 0.012, 0.03, 0.012, 0.6, NA)
reference <- list(
  paired = t_test(linked$after, linked$before, paired = TRUE),
  paired_90 = t_test(linked$after, linked$before, paired = TRUE, conf.level = 0.9),
  welch = t_test(panel$after, panel$before),
  mixed_model = mixed_model(panel$before, panel$after),
  # Turned round, a person's answers are unlike: no variance is left between people.
  boundary = mixed_model(panel$before, 6 - panel$after),
  effect_size = effect_size(linked$before, linked$after),
  alpha = alpha(panel[paste0("item_", 1:4)]),
  p_values = p_values,
  holm = p.adjust(p_values, "holm"),
  BH = p.adjust(p_values, "BH")
)
jsonlite::write_json(reference, "tests/stats/reference.json",
                     digits = NA, na = "null", auto_unbox = TRUE, pretty = TRUE)
