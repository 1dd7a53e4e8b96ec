# What R's survey package says about panel.csv, kept in survey.json; run from the
# project's root:
#
#     Rscript tests/stats/survey.R
#
# Units and roles are dealt out by row, head counts are made up; panel.csv is simulated
# (see reference.R).

library(survey)

panel <- read.csv("tests/stats/panel.csv")
panel$row <- seq_len(nrow(panel)) - 1
panel$unit <- c("a", "b", "c", "d", "e")[panel$row %% 5 + 1]
panel$role <- ifelse(panel$row %% 3 == 0, "lead", "staff")
panel$weight <- 1 + panel$row %% 4
panel$change <- panel$after - panel$before
linked <- panel[!is.na(panel$change), ]

shown <- function(mean, df) {
  limits <- confint(mean, df = df)
  list(value = coef(mean)[[1]], se = as.numeric(SE(mean)), low = limits[1],
       high = limits[2], df = df)
}
mean_of <- function(design) shown(svymean(~change, design), degf(design))

people <- c(a = 30, b = 20, c = 15, d = 25, e = 10)
units <- data.frame(unit = names(people), Freq = people)
roles <- data.frame(role = c("lead", "staff"), Freq = c(22, 78))
linked$people <- 100
linked$of_unit <- people[linked$unit]
finite <- svydesign(~1, data = linked, fpc = ~people)
raked <- rake(finite, list(~unit, ~role), list(units, roles),
              control = list(maxit = 1000, epsilon = 1e-14))

# The same people forty times over: what few answers need disappears.
many <- linked[rep(seq_len(nrow(linked)), 40), ]
many$people <- 4000
raked_many <- rake(svydesign(~1, data = many, fpc = ~people), list(~unit, ~role),
                   list(transform(units, Freq = Freq * 40),
                        transform(roles, Freq = Freq * 40)),
                   control = list(maxit = 1000, epsilon = 1e-14))

# Unit e is left with one answer, as in a small office.
options(survey.lonely.psu = "adjust")
lonely <- linked[linked$unit != "e" | cumsum(linked$unit == "e") == 1, ]

fit <- function(design) {
  model <- svyglm(after ~ before, design)
  list(coefficients = unname(coef(model)), se = unname(sqrt(diag(vcov(model)))),
       df = model$df.residual)
}
weighted <- svydesign(~1, weights = ~weight, data = linked)
by_unit <- svydesign(~unit, weights = ~weight, data = linked)
here <- as.numeric(!is.na(panel$after))
known <- panel[!is.na(panel$before), ]
logit <- glm(!is.na(after) ~ before + role, binomial, known,
             control = glm.control(epsilon = 1e-14))

reference <- list(
  weighted = mean_of(weighted),
  by_unit = mean_of(by_unit),
  finite = mean_of(finite),
  finite_weighted = mean_of(svydesign(~1, weights = ~weight, fpc = ~people,
                                      data = linked)),
  stratified = mean_of(svydesign(~1, strata = ~unit, fpc = ~of_unit, data = linked)),
  lonely = mean_of(svydesign(~1, strata = ~unit, fpc = ~of_unit, data = lonely)),
  raked = mean_of(raked),
  raked_many = mean_of(raked_many),
  raked_weights = weights(raked),
  post_stratified = mean_of(postStratify(finite, ~unit, units)),
  regression = fit(weighted),
  regression_by_unit = fit(by_unit),
  logistic = list(coefficients = unname(coef(logit)),
                  se = unname(sqrt(diag(vcov(logit)))),
                  probabilities = unname(fitted(logit))),
  retention = prop.test(sum(here), length(here), correct = FALSE)$conf.int
)
jsonlite::write_json(reference, "tests/stats/survey.json",
                     digits = NA, na = "null", auto_unbox = TRUE, pretty = TRUE)
