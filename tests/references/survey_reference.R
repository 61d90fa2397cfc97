# Reference values from R's package survey for a generated wave. Run once, from this directory:
#   Rscript survey_reference.R
# It writes survey_estimates.csv and survey_raked.csv; the tests read those and need no R.
suppressPackageStartupMessages(library(survey))
suppressPackageStartupMessages(library(MASS))

wave <- read.csv("survey_wave.csv", colClasses = c(weight = "numeric"), na.strings = c("", "refused", "not_asked"))
wave$weight <- wave$weight / mean(wave$weight)
rows <- list()
keep <- function(statistic, item, group, level, value, error)
  rows[[length(rows) + 1]] <<- data.frame(
    statistic, item, group, level, value = as.numeric(value), error = as.numeric(error))

willing <- c("definitely", "probably", "undecided", "probably_not", "definitely_not")
barriers <- c("lack_of_expertise", "it_infrastructure", "data_accessibility",
              "lack_of_medical_staff_support", "other_barrier", "no_barrier")
wave$answer <- factor(wave$willing_to_work_with_ai, levels = willing)
wave$willing <- as.numeric(wave$answer %in% willing[1:2])
wave$willing[is.na(wave$answer)] <- NA
wave$ticks <- rowSums(wave[paste0("barriers__", barriers)])

for (weighted in c(TRUE, FALSE)) {
  design <- svydesign(ids = ~1, data = wave, weights = if (weighted) ~weight else ~rep(1, nrow(wave)))
  kind <- function(name) paste0(name, if (weighted) "" else "_unweighted")

  mean <- svymean(~answer, design, na.rm = TRUE)
  for (i in seq_along(willing))
    keep(kind("svymean"), "willing_to_work_with_ai", "everyone", willing[i], coef(mean)[i], SE(mean)[i])

  by <- svyby(~answer, ~care_level, subset(design, !is.na(answer) & !is.na(care_level)), svymean)
  for (g in rownames(by)) for (i in seq_along(willing))
    keep(kind("svyby"), "willing_to_work_with_ai", g, willing[i],
         by[g, paste0("answer", willing[i])], by[g, paste0("se.answer", willing[i])])

  for (b in barriers) {
    name <- paste0("barriers__", b)
    mean <- svymean(as.formula(paste0("~", name)), design, na.rm = TRUE)
    keep(kind("svymean"), "barriers", "everyone", b, coef(mean), SE(mean))
  }

  two <- subset(design, care_level %in% c("secondary", "tertiary") & !is.na(willing))
  two <- update(two, first = as.numeric(care_level == "secondary"))
  for (link in c("identity", "log", "logit")) {
    fit <- switch(link, identity = svyglm(willing ~ first, two),
                  log = svyglm(willing ~ first, two, family = quasipoisson()),
                  logit = svyglm(willing ~ first, two, family = quasibinomial()))
    keep(kind(paste0("svyglm_", link)), "willing_to_work_with_ai", "secondary-tertiary", "willing",
         coef(fit)["first"], SE(fit)["first"])
  }

  complete <- subset(two, !is.na(respondent_role) & !is.na(age_group) & !is.na(years_of_experience))
  form <- willing ~ first + respondent_role + age_group + years_of_experience
  control <- glm.control(epsilon = 1e-14, maxit = 100)
  if (weighted) {
    fit <- svyglm(form, complete, family = quasibinomial(), control = control)
    keep("svyglm_adjusted", "willing_to_work_with_ai", "secondary-tertiary", "willing",
         coef(fit)["first"], SE(fit)["first"])
    fit <- svyolr(update(form, answer ~ .), complete, control = list(reltol = 1e-15, maxit = 1000))
    keep("svyolr_adjusted", "willing_to_work_with_ai", "secondary-tertiary", "further down",
         coef(fit)["first"], SE(fit)["first"])
  } else {
    fit <- glm(form, family = binomial(), data = complete$variables, control = control)
    keep("glm_adjusted", "willing_to_work_with_ai", "secondary-tertiary", "willing",
         coef(fit)["first"], sqrt(vcov(fit)["first", "first"]))
    fit <- polr(update(form, answer ~ .), complete$variables, Hess = TRUE, control = list(reltol = 1e-15, maxit = 1000))
    keep("polr_adjusted", "willing_to_work_with_ai", "secondary-tertiary", "further down",
         coef(fit)["first"], sqrt(vcov(fit)["first", "first"]))
  }
}
write.csv(format(do.call(rbind, rows), digits = 12), "survey_estimates.csv", row.names = FALSE, quote = FALSE)

margins <- read.csv("margins.csv")
filled <- wave
targets <- list()
for (item in unique(margins$item)) {
  filled[[item]][is.na(filled[[item]])] <- "none"
  without <- sum(filled$weight[filled[[item]] == "none"]) / sum(filled$weight)
  known <- margins[margins$item == item, ]
  target <- data.frame(c(known$level, "none"), nrow(filled) * c(known$share * (1 - without), without))
  names(target) <- c(item, "Freq")
  targets[[item]] <- target
}
raked <- rake(svydesign(ids = ~1, data = filled, weights = ~weight),
              lapply(names(targets), function(item) as.formula(paste0("~", item))), targets,
              control = list(maxit = 1000, epsilon = 1e-10, verbose = FALSE))
write.csv(data.frame(respondent_id = filled$respondent_id, weight = format(weights(raked), digits = 12)),
          "survey_raked.csv", row.names = FALSE, quote = FALSE)
