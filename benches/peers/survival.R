# R's side of `run`: times `survival` and `glmnet` on the data sets in a folder and writes their answers.
#   Rscript survival.R FOLDER
folder <- commandArgs(trailingOnly = TRUE)[1]
path_min_ratio <- 0.05 # as in peer_survival.rs
say <- function(...) cat(paste(..., sep = ","), "\n", sep = "")

# One run to warm up, then at least 3, until 2 seconds have passed, at most 50.
time <- function(case, task, solver, work) {
  result <- work()
  seconds <- c()
  started <- Sys.time()
  passed <- function(since) as.numeric(difftime(Sys.time(), since, units = "secs"))
  while (length(seconds) < 3 || (passed(started) < 2 && length(seconds) < 50)) {
    run <- Sys.time()
    work()
    seconds <- c(seconds, passed(run))
  }
  say("time", case, task, solver, length(seconds), min(seconds), median(seconds))
  result
}

answer <- function(case, task, solver, rows) {
  file <- file.path(folder, paste(case, task, solver, "answer", sep = "."))
  lines <- apply(rows, 1, function(row) paste(sprintf("%.17g", row), collapse = ","))
  writeLines(lines, file)
}

read <- function(case) as.matrix(read.csv(file.path(folder, paste0(case, ".csv")), colClasses = "numeric"))
covariates <- function(data) data[, grep("^x[0-9]+$", colnames(data)), drop = FALSE]

has <- function(package) {
  found <- suppressWarnings(suppressMessages(require(package, character.only = TRUE, quietly = TRUE)))
  if (!found) say("skip", package, paste0("R has no package `", package, "`: apt-get install r-cran-", package))
  found
}

has_survival <- has("survival")
has_glmnet <- has_survival && has("glmnet")
version <- function(package) paste0(packageVersion(package), " (R ", getRversion(), ")")
if (has_survival) say("version", "r-survival", version("survival"))
if (has_glmnet) say("version", "glmnet", version("glmnet"))

for (case in if (has_survival) c("small", "large")) {
  data <- read(case)
  x <- covariates(data)
  target <- Surv(data[, "time"], data[, "event"])
  risk_score <- data[, "risk_score"]

  model <- time(case, "efron", "r-survival", function() coxph(target ~ x, ties = "efron"))
  answer(case, "efron", "r-survival", t(coef(model)))

  result <- time(case, "concordance", "r-survival", function() concordance(target ~ risk_score, reverse = TRUE))
  answer(case, "concordance", "r-survival", t(c(result$concordance, sqrt(result$var))))

  if (!has_glmnet) next
  for (task in c("path", "default-path")) {
    min_ratio <- if (task == "path") path_min_ratio else 1e-4
    fit <- function() glmnet(x, target, family = "cox", nlambda = 100, lambda.min.ratio = min_ratio)
    path <- time(case, task, "glmnet", fit)
    answer(case, task, "glmnet", cbind(path$lambda, t(as.matrix(path$beta))))
  }
}

if (has_survival) {
  data <- read("daily")
  x <- covariates(data)
  target <- Surv(data[, "start"], data[, "stop"], data[, "event"])
  model <- time("daily", "efron", "r-survival", function() coxph(target ~ x, ties = "efron"))
  answer("daily", "efron", "r-survival", t(coef(model)))
}
