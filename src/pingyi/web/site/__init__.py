"""The residents' pages: home, campaign, units, results, method, notices."""
