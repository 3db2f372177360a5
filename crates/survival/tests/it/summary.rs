//! The printed summary, beside R's for the same data.

use survival::CoxPh;

use crate::data::{Dataset, whole};

fn fit(entry: &str) -> (Dataset, CoxPh) {
    let data = Dataset::load(entry);
    let params = CoxPh::params().covariate_names(data.covariates.iter().cloned());
    let model = params.fit(data.x.view(), &data.target).expect("golden data have a solution");
    (data, model)
}

/// `summary(coxph(Surv(time, status) ~ ., read.csv("lung.csv")))` in R 4.2.2, survival 3.5-3, less the call.
const LUNG: &str = "  n= 210, number of events= 148 

               coef exp(coef)  se(coef)      z Pr(>|z|)    
age        0.013058  1.013144  0.009866  1.324 0.185639    
sex       -0.625167  0.535172  0.178703 -3.498 0.000468 ***
ph.ecog    0.675227  1.964479  0.198735  3.398 0.000680 ***
ph.karno   0.020116  1.020320  0.010178  1.976 0.048111 *  
pat.karno -0.014743  0.985365  0.007300 -2.019 0.043440 *  
wt.loss   -0.013243  0.986844  0.007009 -1.889 0.058836 .  
---
Signif. codes:  0 ‘***’ 0.001 ‘**’ 0.01 ‘*’ 0.05 ‘.’ 0.1 ‘ ’ 1

          exp(coef) exp(-coef) lower .95 upper .95
age          1.0131     0.9870    0.9937    1.0329
sex          0.5352     1.8686    0.3770    0.7596
ph.ecog      1.9645     0.5090    1.3307    2.9001
ph.karno     1.0203     0.9801    1.0002    1.0409
pat.karno    0.9854     1.0149    0.9714    0.9996
wt.loss      0.9868     1.0133    0.9734    1.0005

Concordance= 0.656  (se = 0.025 )
Likelihood ratio test= 37.2  on 6 df,   p=2e-06
Wald test            = 36.49  on 6 df,   p=2e-06
Score (logrank) test = 37.59  on 6 df,   p=1e-06
";

#[test]
fn lung_prints_what_r_prints() {
    let (_, model) = fit("lung");
    let trimmed = |text: &str| text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    assert_eq!(trimmed(&model.to_string()), trimmed(LUNG));
}

#[test]
fn clusters_add_a_robust_column_and_a_note() {
    let data = Dataset::load("heart_start_stop");
    let target = data.target.clone().with_clusters(whole(&data.columns["id"])).expect("equal lengths");
    let params = CoxPh::params().covariate_names(data.covariates.iter().cloned());
    insta::assert_snapshot!(params.fit(data.x.view(), &target).expect("golden data have a solution").to_string());
}

#[test]
fn penalised_fit_prints_its_penalty_and_no_p_values() {
    let data = Dataset::load("colon");
    let params = CoxPh::params().l1(0.02).covariate_names(data.covariates.iter().cloned());
    insta::assert_snapshot!(params.fit(data.x.view(), &data.target).expect("golden data have a solution").to_string());
}

#[test]
fn monstrous_names_are_shortened() {
    let data = Dataset::load("heart_start_stop");
    let names = ["n".repeat(100_000), "year".to_owned(), "surgery".to_owned(), "transplant".to_owned()];
    let model = CoxPh::params().covariate_names(names).fit(data.x.view(), &data.target);
    let text = model.expect("golden data have a solution").to_string();
    assert!(text.lines().all(|line| line.chars().count() < 200), "{text}");
}
