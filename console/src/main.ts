import './style/fonts.css';
import './tokens.css';
import './style/base.css';
import './style/parts.css';
import './style/layout.css';
import { mount } from 'svelte';
import App from './app/App.svelte';

const target = document.getElementById('kulla');
if (target) mount(App, { target });
