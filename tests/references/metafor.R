# Reference values for tests/test_meta_analysis.py, made once with R's metafor:
#   Rscript metafor.R metafor_input.csv metafor.csv
# The root of the Paule-Mandel equation is searched to 1e-14: metafor's own tolerance is about 1e-4,
# too coarse for a comparison to 1e-6. pi.type "riley" has k - 2 degrees of freedom, as Higgins,
# Thompson and Spiegelhalter (2009) have it; metafor's default has k - 1.
suppressPackageStartupMessages(library(metafor))

paths <- commandArgs(trailingOnly = TRUE)
input <- read.csv(paths[1], stringsAsFactors = FALSE)

reference <- function(name) {
  rows <- input[input$dataset == name, ]
  fit <- rma(measure = "PLO", xi = rows$k, ni = rows$n, add = 1 / 2, to = "only0",
             method = "PM", test = "knha", control = list(tol = 1e-14, maxiter = 10000))
  predicted <- predict(fit, pi.type = "riley", digits = 15)
  data.frame(dataset = name, studies = fit$k, estimate = as.numeric(fit$beta), se = fit$se,
             low = fit$ci.lb, high = fit$ci.ub,
             prediction_low = predicted$pi.lb, prediction_high = predicted$pi.ub,
             tau2 = fit$tau2, i2 = fit$I2 / 100, q = fit$QE)
}

out <- do.call(rbind, lapply(unique(input$dataset), reference))
out[-1] <- lapply(out[-1], function(column) format(column, digits = 15, trim = TRUE))
out$metafor <- as.character(packageVersion("metafor"))
write.csv(out, paths[2], row.names = FALSE, quote = FALSE)
