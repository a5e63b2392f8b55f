"""组织变更: rename, move, recode, merge, split and dissolve, each planned first and carried out from its plan."""
