"""Item-writing rules, one small function each, in families."""
